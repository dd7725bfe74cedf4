"""Who hears an alarm: a topic calls nobody by itself."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from pulumi_policy import EnforcementLevel, Severity

from ..framework.documents import Statement
from ..framework.predicates import Config
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule
from ..framework.statements import attached
from ..framework.tokens import (
    COMPOSITE_ALARM,
    FUNCTION,
    METRIC_ALARM,
    QUEUE,
    TOPIC,
    TOPIC_POLICY,
    TOPIC_SUBSCRIPTION,
)
from ..framework.values import ABSENT

_PEOPLE: Final = frozenset({"email", "email-json", "sms", "application"})
_PROGRAMS: Final[Mapping[str, str]] = {"lambda": FUNCTION, "sqs": QUEUE}
_RESERVED: Final = re.compile(
    r".*[@.](example(\.(com|net|org))?|invalid|localhost|test)", re.IGNORECASE
)
"""RFC 2606: nobody has a mailbox there."""
_BODY: Final = frozenset({
    "AWSAccountId", "AlarmArn", "AlarmConfigurationUpdatedTimestamp", "AlarmDescription",
    "AlarmName", "AlarmRule", "InsufficientDataActions", "NewStateReason", "NewStateValue",
    "OKActions", "AlarmActions", "OldStateValue", "Region", "StateChangeTime", "Trigger",
})  # fmt: skip
"""What the message of an alarm holds; it has no attributes (Amazon CloudWatch User Guide, "Notify
users on alarm changes")."""
_ALARMS: Final = (METRIC_ALARM, COMPOSITE_ALARM)
_RINGING: Final = {kind: {"alarmActions": (TOPIC,)} for kind in _ALARMS}


def _rung(stack: Stack) -> list[Resource]:
    """The topics that an alarm acts on."""
    return [
        topic
        for topic in stack.of(TOPIC)
        if any(_acts_on(alarm, topic) for alarm in stack.of(*_ALARMS))
    ]


def _acts_on(alarm: Resource, topic: Resource) -> bool:
    return topic in alarm.made_of("alarmActions", TOPIC) or any(
        topic.is_named(value, "arn") for _, value in alarm.each("alarmActions[]")
    )


def _somebody_hears(stack: Stack, topic: Resource, config: Config) -> Iterator[Finding]:
    if topic not in _rung(stack) or topic.get("name") in config["subscribedElsewhere"]:
        return
    hearers = stack.naming(topic, TOPIC_SUBSCRIPTION, "topic", "arn", "id")
    said = _said(stack, topic)
    # Whoever is woken for some alarms only is somebody for those alone.
    if not all(any(_may_be_somebody(each, one) for each in hearers) for one in said):
        yield Finding(
            "Alarms ring here that nobody hears: no one is subscribed, or for others only, or by "
            "an address that nobody can have. Set alarmEmail, add an aws.sns.TopicSubscription, or "
            "list the topic's name in the rule's subscribedElsewhere."
        )


def _said(stack: Stack, topic: Resource) -> list[str]:
    """What the topic's alarms say."""
    return [
        str(alarm.known("alarmDescription", ""))
        for alarm in stack.of(*_ALARMS)
        if _acts_on(alarm, topic)
    ]


def _may_be_somebody(hearer: Resource, said: str) -> bool:
    reserved = hearer.get("protocol") in _PEOPLE and _RESERVED.fullmatch(
        str(hearer.get("endpoint"))
    )
    return not reserved and _lets(hearer.parsed("filterPolicy").get("AlarmDescription"), said)


def _lets(wanted: Any, said: str) -> bool:
    """Whether a filter lets an alarm's text pass; of what else there is, it may."""
    return not isinstance(wanted, list) or any(
        said.startswith(str(each["prefix"]))
        if isinstance(each, dict) and each.keys() == {"prefix"}
        else each == said or not isinstance(each, str)
        for each in wanted
    )


ALARM_HEARD: Final = Rule(
    number="52c",
    name="alarm-topic-subscribed",
    description="Somebody is subscribed to the topics that alarms ring on.",
    severity=Severity.MEDIUM,
    pci=("10.7.2", "12.10.5"),
    level=EnforcementLevel.ADVISORY,
    subjects=(TOPIC,),
    stack=_somebody_hears,
    watches={
        **_RINGING,
        TOPIC_SUBSCRIPTION: {
            "endpoint": (QUEUE, FUNCTION), "filterPolicy": (), "protocol": (), "topic": (TOPIC,),
        },
    },
    config={"subscribedElsewhere": []},
)  # fmt: skip
"""Advisory: who is on call is known to the company, and to a stack only where it is told."""


def _arrives(stack: Stack, topic: Resource, _config: Config) -> Iterator[Finding]:
    if topic not in _rung(stack):
        return
    documents = attached(stack, topic, {TOPIC_POLICY: ("arn", "policy")})
    # Without a policy of its own SNS's default lets the account's own alarms in.
    if documents and not any(_lets_alarms_in(each) for one in documents for each in one):
        yield Finding(
            "policy: Allow cloudwatch.amazonaws.com sns:Publish on this topic: its alarms are lost."
        )
    for each in stack.naming(topic, TOPIC_SUBSCRIPTION, "topic", "arn", "id"):
        yield from (Finding(why, each.urn) for why in _lost(stack, each, _said(stack, topic)))


def _lets_alarms_in(statement: Statement) -> bool:
    return (
        statement.allows
        and statement.touches("sns:Publish")
        and (
            statement.everybody
            or any(
                each.kind == "Service" and "cloudwatch.amazonaws.com" in each.name
                for each in statement.principals
            )
        )
    )


def _lost(stack: Stack, hearer: Resource, said: Iterable[str]) -> Iterator[str]:
    """Why a subscription gets no alarm, or hands it to nobody."""
    protocol, endpoint = hearer.known("protocol", ""), hearer.get("endpoint")
    if protocol in _PEOPLE and endpoint in (ABSENT, ""):
        yield "endpoint: Write the address that somebody reads."
    kind = _PROGRAMS.get(str(protocol))
    if kind and not any(hearer.refers_to("endpoint", each) for each in stack.of(kind)):
        yield "endpoint: Name a queue or function of this stack: here nobody of ours listens."
    policy = hearer.parsed("filterPolicy")
    if policy and hearer.known("filterPolicyScope", "MessageAttributes") != "MessageBody":
        yield "filterPolicy: Leave it out: an alarm's message has no attributes, so none passes."
    elif policy.keys() - _BODY or not _passes(policy.get("NewStateValue", ["ALARM"])):
        yield "filterPolicy: Let NewStateValue ALARM pass: as it is, no alarm does."
    elif not any(_lets(policy.get("AlarmDescription"), each) for each in said):
        yield "filterPolicy: No alarm of this topic says what AlarmDescription lets pass."


def _passes(wanted: Any) -> bool:
    return not isinstance(wanted, list) or any(
        each == "ALARM" or not isinstance(each, str) for each in wanted
    )


ALARM_ARRIVES: Final = Rule(
    number="52d",
    name="alarm-arrives",
    description="What an alarm says gets through its topic to whoever is subscribed.",
    severity=Severity.HIGH,
    pci=("10.7.2",),
    unreviewed_controls=("12.10.5",),
    subjects=(TOPIC,),
    stack=_arrives,
    watches={
        **_RINGING,
        TOPIC: {"policy": (TOPIC, QUEUE)},
        TOPIC_POLICY: {"policy": (TOPIC, QUEUE), "arn": (TOPIC,)},
        TOPIC_SUBSCRIPTION: {
            "endpoint": (QUEUE, FUNCTION), "filterPolicy": (), "filterPolicyScope": (),
            "protocol": (), "topic": (TOPIC,),
        },
    },
)  # fmt: skip

RULES: Final = (ALARM_HEARD, ALARM_ARRIVES)
