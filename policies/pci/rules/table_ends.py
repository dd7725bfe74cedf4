"""Tables: what is kept for a while goes by itself, and what must stay does not."""

from collections.abc import Iterator
from typing import Final

from pulumi_policy import EnforcementLevel, Severity

from ..framework.predicates import Config, equal
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule
from ..framework.tokens import TABLE, TABLE_RESOURCE_POLICY

_TRUE: Final = equal(wanted=True)


def _forgets(table: Resource, config: Config) -> Iterator[Finding]:
    if table.known(f"tags.{config['tag']}") not in config["transient"]:
        return
    named = table.known("ttl.attributeName", "")
    if not (named and _TRUE.holds(table.known("ttl.enabled"), config)):
        yield Finding("Set ttl: enabled, with the attribute_name that holds an item's end.")


def _is_kept(stack: Stack, table: Resource, config: Config) -> Iterator[Finding]:
    """What nobody may delete, the table itself deletes all the same."""
    if not _TRUE.holds(table.known("ttl.enabled", default=False), config):
        return
    policies = stack.naming(table, TABLE_RESOURCE_POLICY, "resourceArn", "arn", "name")
    if any(_denies_deletion(each) for each in policies):
        yield Finding("ttl: Leave it out: the table's own policy says that its items stay.")


def _denies_deletion(policy: Resource) -> bool:
    statements = policy.parsed("policy").get("Statement", [])
    return any(
        each.get("Effect") == "Deny" and "dynamodb:DeleteItem" in str(each.get("Action"))
        for each in (statements if isinstance(statements, list) else [statements])
    )


DYNAMODB_TTL: Final = Rule(
    number="59",
    name="dynamodb-ttl-on-transient",
    description="What is kept for a while only is deleted by the table itself, and nothing else.",
    severity=Severity.MEDIUM,
    pci=(),
    unreviewed_controls=("3.2.1",),
    level=EnforcementLevel.ADVISORY,
    types=(TABLE,),
    check=_forgets,
    subjects=(TABLE,),
    stack=_is_kept,
    watches={
        TABLE: {"ttl.enabled": (), "ttl.attributeName": ()},
        TABLE_RESOURCE_POLICY: {"policy": (TABLE,), "resourceArn": (TABLE,)},
    },
    config={"tag": "lifetime", "transient": ["transient", "idempotency"]},
)


RULES: Final = (DYNAMODB_TTL,)
