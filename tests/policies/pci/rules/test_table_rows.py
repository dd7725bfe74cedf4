"""Rules about tables that only grow: what each must report, and what it must not."""

import json
from dataclasses import replace
from typing import Any, Final

import pytest

from policies.pci.framework.tokens import TABLE, TABLE_RESOURCE_POLICY
from policies.pci.rules.table_rows import ENTRIES_STAY
from policy_proof.resources import resource
from tests.policies.case import blamed

ARN: Final = "arn:aws:dynamodb:eu-central-1:111122223333:table/entries"
OTHER: Final = resource(TABLE, {"name": "entries", "arn": ARN}, "entries")
LEDGER: Final = replace(
    OTHER,
    name="ledger-entries",
    urn=f"urn:pulumi:dev::project::tillstack:index:LedgerTable${TABLE}::ledger-entries",
)
CHANGES: Final = [
    "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem", "dynamodb:PartiQL*",
]  # fmt: skip
DENY: Final = {"Effect": "Deny", "Principal": "*", "Action": CHANGES, "Resource": ARN}


def guard(**more: Any) -> Any:
    """The table's own policy."""
    document = json.dumps({"Version": "2012-10-17", "Statement": [{**DENY, **more}]})
    return resource(
        TABLE_RESOURCE_POLICY,
        {"resourceArn": ARN, "policy": document},
        "stay",
        made_of={"resourceArn": [LEDGER]},
    )


def test_entries_that_nobody_may_change_are_fine() -> None:
    """By each name or all at once; of other tables nobody asks."""
    for fine in (guard(), guard(Action="dynamodb:*"), guard(Resource="*")):
        assert blamed(ENTRIES_STAY, LEDGER, fine) == []
    assert blamed(ENTRIES_STAY, OTHER) == []


@pytest.mark.parametrize(
    "more",
    [
        {"Effect": "Allow"},
        {"Action": CHANGES[1:]},
        {"Principal": {"AWS": "arn:aws:iam::111122223333:root"}},
        {"Resource": f"{ARN}-other"},
        {"Condition": {"StringNotEquals": {"aws:PrincipalTag/role": "booker"}}},
    ],
)
def test_a_denial_that_lets_one_past_is_reported(more: dict[str, Any]) -> None:
    """Also by a condition that only some meet, and where there is none at all."""
    assert blamed(ENTRIES_STAY, LEDGER, guard(**more)) == ["ledger-entries"]
    assert blamed(ENTRIES_STAY, LEDGER) == ["ledger-entries"]
