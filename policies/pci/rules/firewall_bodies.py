"""Firewalls: what of a body is too long to be read does not get past."""

from collections.abc import Iterator
from typing import Any, Final

from pulumi_policy import Severity

from ..framework.predicates import Config, number
from ..framework.resource import Resource
from ..framework.rule import Finding, Rule
from ..framework.tokens import WEB_ACL
from ..framework.values import ABSENT, UNKNOWN, UndecidedError, read

_LIMIT: Final = "associationConfig.requestBodies[].apiGateway.defaultSizeInspectionLimit"
_SIZE: Final = "statement.sizeConstraintStatement"
_UNSET: Final = "KB_16"
"""What AWS reads of a body before a gateway, where nothing is said."""


def _read_of_a_body(acl: Resource) -> float:
    """Bytes."""
    named = [value for _, value in acl.each_known(_LIMIT) if value is not ABSENT]
    return 1024 * min(number(str(each).removeprefix("KB_")) for each in named or [_UNSET])


def _at(rule: Any, path: str) -> Any:
    value = next(read(rule, path))[1]
    if value is UNKNOWN:
        raise UndecidedError(f"rules[].{path}")
    return value


def _stops_what_is_longer(rule: Any, limit: float) -> bool:
    """A body that is longer than what is read counts as matching, where the rule says so."""
    longer = _at(rule, f"{_SIZE}.comparisonOperator")
    size = number(_at(rule, f"{_SIZE}.size"))
    body = f"{_SIZE}.fieldToMatch.body"
    return (
        _at(rule, body) is not ABSENT
        and longer in ("GT", "GE")
        and 0 <= size <= limit
        and (size < limit or _at(rule, f"{body}.oversizeHandling") == "MATCH")
        and _at(rule, "action.block") is not ABSENT
    )


def _reads_all(acl: Resource, _config: Config) -> Iterator[Finding]:
    rules = acl.known("rules", [])
    limit = _read_of_a_body(acl)
    if not any(_stops_what_is_longer(each, limit) for each in rules):
        yield Finding(
            "rules: Block bodies that are longer than what is read: a size_constraint_statement "
            f"of GT {limit:.0f} or less on the body, with oversize_handling MATCH."
        )


BODIES_READ: Final = Rule(
    number="122",
    name="waf-body-inspected",
    description="No body gets past a firewall of which it did not read the end.",
    severity=Severity.HIGH,
    pci=("6.4.2",),
    types=(WEB_ACL,),
    check=_reads_all,
    watches={
        WEB_ACL: {
            _LIMIT: (),
            **{
                f"rules[].{_SIZE}.{key}": ()
                for key in ("comparisonOperator", "size", "fieldToMatch")
            },
        }
    },
)

RULES: Final = (BODIES_READ,)
