"""Rules about alarms: what each must report, and what it must not."""

from typing import Any

import pytest

from policies.pci.framework.tokens import COMPOSITE_ALARM, METRIC_ALARM, TOPIC
from policies.pci.rules.alarms import ALARM_ACTIONS, ALARM_SAYS, ALARM_TREAT_MISSING
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but

BELL = resource(TOPIC, {}, "bell")
ARN = "arn:aws:sns:eu-central-1:111122223333:elsewhere"
ALARMS = {
    kind: resource(kind, {"alarmActions": [UNKNOWN]}, "alarm", made_of={"alarmActions": [BELL]})
    for kind in (METRIC_ALARM, COMPOSITE_ALARM)
}


@pytest.mark.parametrize("kind", ALARMS)
def test_an_alarm_that_calls_is_fine(kind: str) -> None:
    """With an action of this stack, or of a listed topic."""
    assert blamed(ALARM_ACTIONS, ALARMS[kind], BELL) == []
    assert blamed(ALARM_ACTIONS, but(ALARMS[kind], actionsEnabled=True), BELL) == []
    listed = resource(kind, {"alarmActions": [ARN]}, "alarm")
    assert blamed(ALARM_ACTIONS, listed, config={"externalArns": [ARN]}) == []


@pytest.mark.parametrize("kind", ALARMS)
@pytest.mark.parametrize(
    "wrong",
    [
        {"alarmActions": None},
        {"alarmActions": []},
        {"actionsEnabled": False},
        {"actionsEnabled": "false"},
    ],
)
def test_an_alarm_that_nobody_hears_is_reported(kind: str, wrong: dict[str, Any]) -> None:
    """No action, or one that is switched off."""
    assert blamed(ALARM_ACTIONS, but(ALARMS[kind], **wrong), BELL) == ["alarm"]


def test_an_action_of_nowhere_is_reported() -> None:
    """A topic that is not of this stack, beside one of ours too."""
    for actions in ([ARN], ["bell", ARN]):
        alarm = resource(METRIC_ALARM, {"alarmActions": actions}, "alarm")
        assert blamed(ALARM_ACTIONS, alarm, BELL) == ["alarm"]


def test_an_alarm_says_what_silence_means() -> None:
    """Unset, CloudWatch keeps the last state: a dead function looks like a healthy one."""
    alarm = ALARMS[METRIC_ALARM]
    for fine in ("missing", "ignore", "breaching", "notBreaching"):
        assert blamed(ALARM_TREAT_MISSING, but(alarm, treatMissingData=fine)) == []
    for weak in (None, "", "perhaps"):
        assert blamed(ALARM_TREAT_MISSING, but(alarm, treatMissingData=weak)) == ["alarm"]


def test_a_part_of_a_composite_alarm_calls_nobody_itself() -> None:
    """The composite one rings once for all of them; a part that none asks for is reported."""
    part = resource(METRIC_ALARM, {"name": "fast"}, "alarm")
    bell = {"alarmActions": [UNKNOWN]}
    for rule, wrong in (('ALARM("fast")', []), ("ALARM(other)", ["alarm"])):
        whole = resource(
            COMPOSITE_ALARM, {**bell, "alarmRule": rule}, "both", made_of={"alarmActions": [BELL]}
        )
        assert blamed(ALARM_ACTIONS, part, whole, BELL) == wrong
    later = resource(
        COMPOSITE_ALARM,
        {**bell, "alarmRule": UNKNOWN},
        "both",
        made_of={"alarmActions": [BELL], "alarmRule": [part]},
    )
    assert blamed(ALARM_ACTIONS, part, later, BELL) == []


@pytest.mark.parametrize("kind", ALARMS)
def test_an_alarm_says_what_to_do(kind: str) -> None:
    """How soon, what, and where it is written; a text without one of them is reported."""
    good = "[page] shop: Nothing is sold. Runbook: https://books.example.com/sales.md"
    assert blamed(ALARM_SAYS, but(ALARMS[kind], alarmDescription=good)) == []
    assert (
        blamed(ALARM_SAYS, but(ALARMS[kind], alarmDescription=good.replace("page", "ticket"))) == []
    )
    for bad in (
        None,
        "",
        "Nothing is sold.",
        good.removeprefix("[page] "),
        good.replace("page", "soon"),
        good.partition(" Runbook")[0],
        good.replace("https", "http"),
        "[page] Runbook: https://books.example.com/sales.md",
    ):
        assert blamed(ALARM_SAYS, but(ALARMS[kind], alarmDescription=bad)) == ["alarm"]
