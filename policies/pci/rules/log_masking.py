"""Card numbers in logs: found when they are written, masked when they are read."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, Final

from pulumi_policy import Severity

from ..framework.predicates import Config
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule
from ..framework.tokens import LOG_DATA_PROTECTION, LOG_GROUP


def _is_masked(stack: Stack, group: Resource, config: Config) -> Iterator[Finding]:
    """Every group, unless the rule's `without` names it: a fault writes wherever it can."""
    name = group.get("name")
    if isinstance(name, str) and any(fnmatchcase(name, each) for each in config["without"]):
        return
    policies = stack.naming(group, LOG_DATA_PROTECTION, "logGroupName", "name")
    found = [_operations(each) for each in policies]
    for kind in config["identifiers"]:
        if not any({"Audit", "Deidentify"} <= each.get(kind, set()) for each in found):
            yield Finding(
                f"Add an aws.cloudwatch.LogDataProtectionPolicy that audits and masks {kind}."
            )


def _operations(policy: Resource) -> Mapping[str, set[str]]:
    """Data identifier → what is done where it is found.

    CloudWatch Logs: "Understanding data protection policies"; masking needs a `MaskConfig`.
    """
    found: dict[str, set[str]] = {}
    statements = policy.parsed("policyDocument").get("Statement")
    for statement in _list(statements):
        if not isinstance(statement, Mapping):
            continue
        operation = statement.get("Operation")
        for arn in _list(statement.get("DataIdentifier")):
            found.setdefault(str(arn).rpartition("/")[2], set()).update(_named(operation))
    return found


def _named(operation: Any) -> Iterator[str]:
    if not isinstance(operation, Mapping):
        return
    for name, needs in (("Audit", "FindingsDestination"), ("Deidentify", "MaskConfig")):
        inner = operation.get(name)
        if isinstance(inner, Mapping) and isinstance(inner.get(needs), Mapping):
            yield name


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


LOGS_MASK_CARDS: Final = Rule(
    number="50",
    name="logs-data-protection-pan",
    description="A card number that reaches a log is found and masked.",
    severity=Severity.HIGH,
    pci=("3.3.1",),
    unreviewed_controls=("3.4.1",),
    subjects=(LOG_GROUP,),
    stack=_is_masked,
    watches={
        LOG_DATA_PROTECTION: {"logGroupName": (LOG_GROUP,), "policyDocument": (LOG_GROUP,)},
    },
    config={"identifiers": ["CreditCardNumber"], "without": []},
)

RULES: Final = (LOGS_MASK_CARDS,)
