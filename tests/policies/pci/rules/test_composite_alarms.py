"""The rule about composite alarms."""

from typing import Final

import pytest

from policies.pci.framework.tokens import COMPOSITE_ALARM, METRIC_ALARM
from policies.pci.rules.composite_alarms import COMPOSITE_CAN_RING
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed

OTHERS: Final = [resource(METRIC_ALARM, {"name": name}, name) for name in ("down", "slow", "busy")]
ALL: Final = " OR ".join(f"ALARM(a{number})" for number in range(20))


@pytest.mark.parametrize(
    "rule",
    [
        "ALARM(down)",
        'ALARM("down")',
        "ALARM(down) OR ALARM(slow)",
        "(ALARM(down) AND NOT ALARM(busy)) OR INSUFFICIENT_DATA(slow)",
        "ALARM(arn:aws:cloudwatch:eu-central-1:111122223333:alarm:down)",
        "NOT OK(down)",
        "ALARM(down) AND TRUE",
        "ALARM(down)\n  OR ALARM(slow)",
    ],
)
def test_what_can_be_true_is_fine(rule: str) -> None:
    """Of alarms of this stack."""
    one = resource(COMPOSITE_ALARM, {"alarmName": "all", "alarmRule": rule}, "all")
    assert blamed(COMPOSITE_CAN_RING, one, *OTHERS) == []


@pytest.mark.parametrize(
    "rule",
    [
        "FALSE",
        "TRUE",
        "ALARM(down) AND FALSE",
        "ALARM(down) AND OK(down)",
        "ALARM(down) OR NOT ALARM(down)",
        "ALARM(gone)",
        "ALARM(down) XOR ALARM(slow)",
        "ALARM(down) AND",
        "down",
        "1",
        "",
    ],
)
def test_what_can_not_be_true_is_reported(rule: str) -> None:
    """Never, always, about an alarm that is not there, or not understood."""
    one = resource(COMPOSITE_ALARM, {"alarmName": "all", "alarmRule": rule}, "all")
    assert blamed(COMPOSITE_CAN_RING, one, *OTHERS) == ["all"]


def test_an_alarm_of_another_stack_is_listed() -> None:
    """Each by its name."""
    one = resource(COMPOSITE_ALARM, {"alarmName": "all", "alarmRule": "ALARM(gone)"}, "all")
    assert blamed(COMPOSITE_CAN_RING, one, config={"external": ["gone"]}) == []
    many = resource(COMPOSITE_ALARM, {"alarmName": "all", "alarmRule": ALL}, "all")
    listed = {"external": [f"a{number}" for number in range(20)]}
    assert blamed(COMPOSITE_CAN_RING, many, config=listed) == []


def test_what_is_made_of_alarms_is_judged_when_it_is_known() -> None:
    """In a first preview their names may be unknown."""
    one = resource(
        COMPOSITE_ALARM, {"alarmRule": UNKNOWN}, "all", made_of={"alarmRule": OTHERS[:1]}
    )
    assert blamed(COMPOSITE_CAN_RING, one, *OTHERS) == []
