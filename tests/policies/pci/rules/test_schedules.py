"""Rules about schedules: what each must report, and what it must not."""

from typing import Any

import pytest

from policies.pci.framework.tokens import EVENT_RULE
from policies.pci.rules.schedules import SCHEDULE_ENABLED
from policy_proof.resources import resource
from tests.policies.case import blamed


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({}, []),
        ({"state": "ENABLED"}, []),
        ({"state": "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"}, []),
        ({"isEnabled": True}, []),
        ({"state": "DISABLED"}, ["it"]),
        ({"isEnabled": False}, ["it"]),
    ],
)
def test_a_rule_is_on(more: dict[str, Any], found: list[str]) -> None:
    """Unset is on; off, nothing that got stuck is found."""
    one = resource(EVENT_RULE, {"scheduleExpression": "rate(1 minute)", **more})
    assert blamed(SCHEDULE_ENABLED, one) == found
