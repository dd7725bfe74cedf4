"""Tables that only grow: what stands in the ledger's entries is nobody's to change."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Final

from pulumi_policy import Severity

from ..framework.denials import denies_always
from ..framework.predicates import Config
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule
from ..framework.statements import attached
from ..framework.tokens import TABLE, TABLE_RESOURCE_POLICY
from ._questions import ENTRIES

_CHANGES: Final = (
    "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem",
    "dynamodb:PartiQLInsert", "dynamodb:PartiQLUpdate", "dynamodb:PartiQLDelete",
)  # fmt: skip


def _stay(stack: Stack, table: Resource, _config: Config) -> Iterator[Finding]:
    if not fnmatchcase(table.urn, ENTRIES):
        return
    documents = attached(stack, table, {TABLE_RESOURCE_POLICY: ("resourceArn", "policy")})
    name = f"table/{table.known('name', '')}"
    if not any(denies_always(each, table, name, _CHANGES) for one in documents for each in one):
        yield Finding(
            "Deny UpdateItem, DeleteItem, BatchWriteItem and PartiQL's changes on this table to "
            "everybody, without a condition, in an aws.dynamodb.ResourcePolicy."
        )


ENTRIES_STAY: Final = Rule(
    number="60b",
    name="dynamodb-entries-stay",
    description="What the ledger has booked is changed or deleted by nobody.",
    severity=Severity.HIGH,
    pci=(),
    unreviewed_controls=("10.3.2",),
    subjects=(TABLE,),
    stack=_stay,
    watches={TABLE_RESOURCE_POLICY: {"policy": (TABLE,), "resourceArn": (TABLE,)}},
)

RULES: Final = (ENTRIES_STAY,)
