"""Rules about what a table deletes: what each must report, and what it must not."""

import json

from policies.pci.framework.tokens import TABLE, TABLE_RESOURCE_POLICY
from policies.pci.rules.table_ends import DYNAMODB_TTL
from policy_proof.resources import resource
from tests.policies.case import blamed, but

TABLE_ARN = "arn:aws:dynamodb:eu-central-1:111122223333:table/entries"
GOOD = resource(TABLE, {"name": "entries", "hashKey": "payment_id"}, outputs={"arn": TABLE_ARN})


def test_what_is_kept_for_a_while_deletes_itself() -> None:
    """A table that is tagged as transient has a time to live."""
    kept = but(GOOD, tags={"lifetime": "transient"})
    assert blamed(DYNAMODB_TTL, GOOD) == []
    assert blamed(DYNAMODB_TTL, but(kept, ttl={"enabled": True, "attributeName": "ends"})) == []
    for weak in (None, {"enabled": True}, {"enabled": False, "attributeName": "ends"}):
        assert blamed(DYNAMODB_TTL, but(kept, ttl=weak)) == ["it"]


def test_what_nobody_may_delete_does_not_delete_itself() -> None:
    """A table whose policy denies deletion, with an end for its items."""
    stays = json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": ["dynamodb:UpdateItem", "dynamodb:DeleteItem"],
                    "Resource": TABLE_ARN,
                }
            ],
        }
    )
    denied = resource(
        TABLE_RESOURCE_POLICY, {"resourceArn": TABLE_ARN, "policy": stays}, "entries-stay"
    )
    ending = but(GOOD, ttl={"enabled": True, "attributeName": "end"})
    assert blamed(DYNAMODB_TTL, ending, denied) == ["it"]
    assert blamed(DYNAMODB_TTL, ending) == []
    assert blamed(DYNAMODB_TTL, GOOD, denied) == []
    allowed = but(denied, policy=stays.replace("Deny", "Allow"))
    assert blamed(DYNAMODB_TTL, ending, allowed) == []
