"""What is connected to what: events, logs, queues and names of versions."""

import re
from collections.abc import Iterator
from typing import Final

from pulumi_policy import Severity

from ..framework.predicates import NOT_EMPTY, Config, equal, one_of
from ..framework.resource import Resource
from ..framework.rule import Finding, PropertyRule, Rule
from ..framework.tokens import (
    API_KEY,
    EVENT_RULE,
    EVENT_SOURCE_MAPPING,
    EVENT_TARGET,
    FUNCTION,
    FUNCTION_ALIAS,
    LOG_GROUP,
    LOG_SUBSCRIPTION,
    QUEUE,
    TOPIC,
)
from ..framework.values import ABSENT, UNKNOWN

EVENT_TARGETS: Final = Rule(
    number="116",
    name="events-reach-own-targets",
    description="An event is handed to a function, queue, topic or log of this stack.",
    severity=Severity.HIGH,
    pci=(),
    unreviewed_controls=("1.3.2",),
    property_rules={
        EVENT_TARGET: (
            PropertyRule(
                "arn",
                NOT_EMPTY,
                "Pass the ARN of a function, queue, topic or log group of this stack as arn.",
                producers=(FUNCTION, FUNCTION_ALIAS, LOG_GROUP, QUEUE, TOPIC),
            ),
        )
    },
)

LOG_SUBSCRIBERS: Final = Rule(
    number="117",
    name="logs-subscriber-is-own",
    description="What is written into a log is handed on to functions of this stack only.",
    severity=Severity.HIGH,
    pci=("10.3.2",),
    unreviewed_controls=("1.3.2",),
    property_rules={
        LOG_SUBSCRIPTION: (
            PropertyRule(
                "destinationArn",
                NOT_EMPTY,
                "Pass the ARN of a function of this stack as destination_arn.",
                producers=(FUNCTION,),
            ),
        )
    },
)

_ON: Final = equal(wanted=True)


def _takes_everything(mapping: Resource, _config: Config) -> Iterator[Finding]:
    source = mapping.get("eventSourceArn")
    streams = isinstance(source, str) and ":sqs:" not in source
    filters = mapping.get("filterCriteria.filters")
    if not streams and filters not in (ABSENT, UNKNOWN, []):
        yield Finding(
            "Take filter_criteria away: what no filter matches is deleted from the queue unseen."
        )


WORK_GOES_ON: Final = Rule(
    number="118",
    name="events-are-not-switched-off",
    description="Schedules run, queues are read, and no message of them is dropped unseen.",
    severity=Severity.MEDIUM,
    pci=(),
    unreviewed_controls=("10.7.2",),
    property_rules={
        EVENT_RULE: (
            PropertyRule(
                "state",
                one_of(
                    "ENABLED",
                    "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
                    counterexamples=("DISABLED",),
                ),
                "Set state to ENABLED, or take the rule away.",
                optional=True,
            ),
            PropertyRule("isEnabled", _ON, "Leave is_enabled out.", optional=True),
        ),
        EVENT_SOURCE_MAPPING: (
            PropertyRule(
                "enabled", _ON, "Leave enabled on, or take the mapping away.", optional=True
            ),
        ),
    },
    types=(EVENT_SOURCE_MAPPING,),
    check=_takes_everything,
    watches={EVENT_SOURCE_MAPPING: {"filterCriteria.filters": ()}},
)

_NUMBER: Final = re.compile(r"\d+")


def _names_a_version(alias: Resource, _config: Config) -> Iterator[Finding]:
    if not _NUMBER.fullmatch(str(alias.known("functionVersion", ""))):
        yield Finding("Set function_version to the function's version: $LATEST changes in silence.")


ALIAS_VERSION: Final = Rule(
    number="119",
    name="lambda-alias-names-version",
    description="A function is called by a version that can't change any more.",
    severity=Severity.MEDIUM,
    pci=("6.5.1",),
    types=(FUNCTION_ALIAS,),
    check=_names_a_version,
    watches={FUNCTION_ALIAS: {"functionVersion": (FUNCTION,)}},
)


def _not_written(key: Resource, _config: Config) -> Iterator[Finding]:
    if key.get("value") is not ABSENT:
        yield Finding("Leave value out: API Gateway makes one that stands in no program.")


API_KEY_VALUE: Final = Rule(
    number="120",
    name="apigw-key-not-in-program",
    description="The value of an API key is made by the gateway, and stands in no program.",
    severity=Severity.HIGH,
    pci=("8.6.2",),
    types=(API_KEY,),
    check=_not_written,
    watches={API_KEY: {"value": ()}},
)

RULES: Final = (EVENT_TARGETS, LOG_SUBSCRIBERS, WORK_GOES_ON, ALIAS_VERSION, API_KEY_VALUE)
