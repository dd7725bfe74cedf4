"""The rules about who hears an alarm."""

import json
from typing import Any, Final

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import (
    FUNCTION,
    METRIC_ALARM,
    QUEUE,
    TOPIC,
    TOPIC_POLICY,
    TOPIC_SUBSCRIPTION,
)
from policies.pci.rules.alarm_hearers import ALARM_ARRIVES, ALARM_HEARD
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but, said

ARN: Final = "arn:aws:sns:eu-central-1:111122223333:bell"
BELL: Final = resource(TOPIC, {"name": "bell"}, "bell", outputs={"arn": ARN})
ALARM: Final = resource(METRIC_ALARM, {"alarmActions": [ARN]}, "alarm")
MAIL: Final = resource(
    TOPIC_SUBSCRIPTION,
    {"topic": ARN, "protocol": "email", "endpoint": "on-call@payments.internal"},
    "mail",
)
QUEUED: Final = resource(QUEUE, {"name": "calls"}, "calls")
FUNC: Final = resource(FUNCTION, {"name": "call"}, "call")


def policy(*services: str, action: str = "sns:Publish") -> str:
    """A topic's policy that lets these in."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": list(services)},
        "Action": action,
        "Resource": ARN,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_somebody_is_subscribed_to_what_rings() -> None:
    """In this stack, or said to be elsewhere; a topic that no alarm acts on needs nobody."""
    assert blamed(ALARM_HEARD, BELL, ALARM, MAIL) == []
    assert blamed(ALARM_HEARD, BELL, ALARM) == ["bell"]
    assert blamed(ALARM_HEARD, BELL, ALARM, but(MAIL, topic="arn:aws:sns:::other")) == ["bell"]
    assert blamed(ALARM_HEARD, BELL, ALARM, config={"subscribedElsewhere": ["bell"]}) == []
    assert blamed(ALARM_HEARD, BELL) == []
    by_edge = resource(
        METRIC_ALARM, {"alarmActions": [UNKNOWN]}, "alarm", made_of={"alarmActions": [BELL]}
    )
    assert blamed(ALARM_HEARD, BELL, by_edge) == ["bell"]


@pytest.mark.parametrize(
    "host",
    ["example.com", "mail.example.org", "shop.example", "shop.test", "a.invalid", "localhost"],
)
def test_nobody_has_a_reserved_address(host: str) -> None:
    """RFC 2606 and RFC 6761: mail to it reaches no person."""
    assert blamed(ALARM_HEARD, BELL, ALARM, but(MAIL, endpoint=f"on-call@{host}")) == ["bell"]


@pytest.mark.parametrize(
    ("heard", "others"),
    [
        (MAIL, []),
        (but(MAIL, protocol="sms", endpoint="+4930123456"), []),
        (but(MAIL, protocol="sqs", endpoint="arn:aws:sqs:eu-central-1:1:calls"), [QUEUED]),
        (but(MAIL, protocol="lambda", endpoint="arn:aws:lambda:e:1:function:call"), [FUNC]),
        (but(MAIL, protocol="https", endpoint="https://calls.payments.internal/"), []),
        (but(MAIL, filterPolicy='{"NewStateValue": ["ALARM"]}', filterPolicyScope="MessageBody"),
         []),
        (but(MAIL, filterPolicy='{"AlarmName": [{"prefix": "pay"}]}',
             filterPolicyScope="MessageBody"), []),
        (but(MAIL, filterPolicy="{}"), []),
    ],
)  # fmt: skip
def test_what_arrives_is_fine(heard: Declared, others: list[Declared]) -> None:
    """By mail, by text, to a queue or function of ours, with a filter that lets alarms pass."""
    assert blamed(ALARM_ARRIVES, BELL, ALARM, heard, *others) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": ""},
        {"endpoint": None},
        {"protocol": "sqs", "endpoint": "arn:aws:sqs:eu-central-1:1:others"},
        {"protocol": "lambda", "endpoint": "arn:aws:lambda:eu-central-1:1:function:others"},
        {"filterPolicy": '{"severity": ["high"]}'},
        {"filterPolicy": '{"NewStateValue": ["ALARM"]}'},
        {"filterPolicy": '{"NewStateValue": ["OK"]}', "filterPolicyScope": "MessageBody"},
        {"filterPolicy": '{"severity": ["high"]}', "filterPolicyScope": "MessageBody"},
        {"filterPolicy": "[]"},
    ],
)  # fmt: skip
def test_what_nobody_gets_is_reported(wrong: dict[str, Any]) -> None:
    """No address, a queue of others, a filter that no alarm passes."""
    found = said(ALARM_ARRIVES, BELL, ALARM, but(MAIL, **wrong), QUEUED, FUNC)
    assert len(found) == 1
    assert blamed(ALARM_ARRIVES, BELL, but(MAIL, **wrong), QUEUED, FUNC) == []


def test_cloudwatch_may_publish() -> None:
    """A policy for another service loses every alarm; without one SNS's own counts."""
    for fine in (None, policy("cloudwatch.amazonaws.com"), policy("cloudwatch.amazonaws.com",
                 "events.amazonaws.com", action="sns:*")):  # fmt: skip
        assert blamed(ALARM_ARRIVES, but(BELL, policy=fine), ALARM, MAIL) == []
    for wrong in (policy("events.amazonaws.com"), policy("cloudwatch.amazonaws.com",
                  action="sns:Subscribe")):  # fmt: skip
        assert blamed(ALARM_ARRIVES, but(BELL, policy=wrong), ALARM, MAIL) == ["bell"]
        apart = resource(TOPIC_POLICY, {"arn": ARN, "policy": wrong}, "apart")
        assert blamed(ALARM_ARRIVES, BELL, apart, ALARM, MAIL) == ["bell"]


PAGER: Final = but(
    MAIL,
    protocol="https",
    endpoint="https://calls.payments.internal/",
    filterPolicy='{"AlarmDescription": [{"prefix": "[page]"}]}',
    filterPolicyScope="MessageBody",
)
PAGE: Final = but(ALARM, alarmDescription="[page] It stands still.")
TICKET: Final = resource(
    METRIC_ALARM, {"alarmActions": [ARN], "alarmDescription": "[ticket] It is slow."}, "slow"
)


def test_a_pager_alone_hears_pages_alone() -> None:
    """Whoever else is subscribed hears the others; a text may be named as a whole too."""
    assert blamed(ALARM_HEARD, BELL, PAGE, PAGER) == []
    assert blamed(ALARM_HEARD, BELL, PAGE, TICKET, PAGER) == ["bell"]
    assert blamed(ALARM_HEARD, BELL, PAGE, TICKET, PAGER, MAIL) == []
    exactly = but(PAGER, filterPolicy='{"AlarmDescription": ["[ticket] It is slow."]}')
    assert blamed(ALARM_HEARD, BELL, TICKET, exactly) == []
    assert blamed(ALARM_HEARD, BELL, PAGE, exactly) == ["bell"]


def test_what_no_alarm_says_lets_none_pass() -> None:
    """A pager that waits for pages where all alarms are tickets is never called."""
    assert blamed(ALARM_ARRIVES, BELL, PAGE, TICKET, PAGER) == []
    ((_, who, why),) = said(ALARM_ARRIVES, BELL, TICKET, PAGER)
    assert (who, why) == (
        "mail", "filterPolicy: No alarm of this topic says what AlarmDescription lets pass."
    )  # fmt: skip
