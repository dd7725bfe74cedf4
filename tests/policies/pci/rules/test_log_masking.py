"""The rule about card numbers in logs."""

import json
from typing import Any

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import LOG_DATA_PROTECTION, LOG_GROUP
from policies.pci.rules.log_masking import LOGS_MASK_CARDS
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed

CARDS = "arn:aws:dataprotection::aws:data-identifier/CreditCardNumber"
AUDIT: dict[str, Any] = {"Audit": {"FindingsDestination": {}}}
MASK: dict[str, Any] = {"Deidentify": {"MaskConfig": {}}}
GROUP = resource(LOG_GROUP, {"name": "app"}, "group")


def masking(*operations: Any, group: str = "app", found: Any = CARDS) -> Declared:
    """A policy on `group` that does these operations where it finds `found`."""
    statements = [{"DataIdentifier": found, "Operation": each} for each in operations]
    document = json.dumps({"Name": "mask", "Version": "2021-06-01", "Statement": statements})
    return resource(
        LOG_DATA_PROTECTION, {"logGroupName": group, "policyDocument": document}, "masking"
    )


def test_a_masked_group_is_fine() -> None:
    """Named by text or by an edge; one identifier or a list; one statement for both."""
    first = resource(
        LOG_DATA_PROTECTION,
        {
            "logGroupName": UNKNOWN,
            "policyDocument": masking(AUDIT, MASK).inputs["policyDocument"],
        },
        "masking",
        made_of={"logGroupName": [GROUP]},
    )
    fine = (masking(AUDIT, MASK), masking(AUDIT, MASK, found=[CARDS]), masking({**AUDIT, **MASK}))
    for each in (first, *fine):
        assert blamed(LOGS_MASK_CARDS, GROUP, each) == []


@pytest.mark.parametrize(
    "broken",
    [
        [],
        [masking(AUDIT)],
        [masking(MASK)],
        [masking(AUDIT, {"Deidentify": {}})],
        [masking(AUDIT, {"Deidentify": "MaskConfig"})],
        [masking(AUDIT, MASK, group="other")],
        [masking(AUDIT, MASK, found=CARDS.replace("CreditCardNumber", "EmailAddress"))],
        [masking(AUDIT, "Deidentify")],
        [resource(LOG_DATA_PROTECTION, {"logGroupName": "app", "policyDocument": "{"}, "m")],
        [resource(LOG_DATA_PROTECTION, {"logGroupName": "app"}, "m")],
    ],
)
def test_an_unmasked_group_is_reported(broken: list[Declared]) -> None:
    """No policy, half of one, an empty one, another group's, another identifier, no JSON."""
    assert blamed(LOGS_MASK_CARDS, GROUP, *broken) == ["group"]


def test_a_named_group_may_go_without() -> None:
    """Where the configuration says that nothing of ours writes to it."""
    assert blamed(LOGS_MASK_CARDS, GROUP, config={"without": ["ap*"]}) == []
    assert blamed(LOGS_MASK_CARDS, GROUP, config={"without": ["ap"]}) == ["group"]
