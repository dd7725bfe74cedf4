"""Buses of events: encrypted with our key, over TLS, with one writer and readers by name."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from pulumi_policy import Severity

from ..framework.actions import named, takes_arns
from ..framework.arns import parsed
from ..framework.denials import denies_request, denies_without_tls
from ..framework.documents import Statement
from ..framework.predicates import CUSTOMER_KEY, NOT_EMPTY, Config
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, PropertyRule, Rule
from ..framework.statements import attached, nobody_else_and_named_actions
from ..framework.tokens import (
    EVENT_ARCHIVE,
    EVENT_BUS,
    EVENT_BUS_POLICY,
    KEY,
    QUEUE,
    SCHEMA_REGISTRY_POLICY,
)

_ENCRYPTED: Final = (
    PropertyRule(
        "kmsKeyIdentifier",
        CUSTOMER_KEY,
        "Pass the ARN of an aws.kms.Key as kms_key_identifier.",
        producers=(KEY,),
    ),
)
_PUT: Final = "events:PutEvents"
_CALLER: Final = "aws:principalarn"
_OF_AWS: Final = "aws:principalisawsservice"
"""True where AWS's own service acts for itself, as in a replay."""
_BUS: Final = {EVENT_BUS_POLICY: {"policy": (EVENT_BUS,), "eventBusName": (EVENT_BUS,)}}

EVENT_BUS_CMK: Final = Rule(
    number="67.1",
    name="event-bus-cmk",
    description="Buses of events and their archives are encrypted with a customer-managed key.",
    severity=Severity.HIGH,
    pci=("3.5.1", "8.3.2"),
    property_rules={EVENT_BUS: _ENCRYPTED, EVENT_ARCHIVE: _ENCRYPTED},
)


def _statements(stack: Stack, bus: Resource) -> list[Statement]:
    documents = attached(stack, bus, {EVENT_BUS_POLICY: ("eventBusName", "policy")})
    return [each for one in documents for each in one]


def _thing(bus: Resource) -> str:
    return f"event-bus/{bus.known('name', '')}"


def _over_tls(stack: Stack, bus: Resource, _config: Config) -> Iterator[Finding]:
    every = [each for each in named("events:*") if takes_arns(each)]
    said, rules = _statements(stack, bus), f"rule/{bus.known('name', '')}/*"
    for where, thing in (("this bus", _thing(bus)), ("the rules of this bus", rules)):
        if not any(denies_without_tls(each, bus, thing, every) for each in said):
            yield Finding(
                f"Deny events:* on {where} to everybody where aws:SecureTransport is false, "
                "without any other condition, in an aws.cloudwatch.EventBusPolicy."
            )


EVENT_BUS_TLS_ONLY: Final = Rule(
    number="67.2",
    name="event-bus-tls-only",
    description="Every bus of events refuses requests without TLS.",
    severity=Severity.HIGH,
    pci=("4.2.1",),
    subjects=(EVENT_BUS,),
    stack=_over_tls,
    watches=_BUS,
)


def _one_writer(stack: Stack, bus: Resource, _config: Config) -> Iterator[Finding]:
    said = _statements(stack, bus)
    if any(each.allows and each.touches(_PUT) and not _of_rules(each) for each in said):
        yield Finding(f"Allow {_PUT} to the one writer's role, and to nobody by the bus's policy.")
    if not any(_denies_others(each, bus) for each in said):
        yield Finding(
            f"Deny {_PUT} on this bus to everybody whose aws:PrincipalArn is not one role's, by "
            "ArnNotEquals, in an aws.cloudwatch.EventBusPolicy."
        )


def _of_rules(statement: Statement) -> bool:
    """Whether it is about rules alone; events are put on a bus."""
    found = [parsed(each) for each in statement.resources]
    return all(each and each.resource.startswith("rule/") for each in found)


def _denies_others(statement: Statement, bus: Resource) -> bool:
    """Whether it denies putting events to everybody but one; AWS's own services may be spared."""
    named = {value for each in statement.conditions if each.key == _CALLER for value in each.values}
    if len(named) != 1 or set("*?") & set(*named):
        return False
    [writer] = named
    others = ({_CALLER: who, _OF_AWS: "false"} for who in (f"{writer}-of-another", None))
    return all(denies_request(statement, bus, _thing(bus), _PUT, each) for each in others)


EVENT_BUS_ONE_WRITER: Final = Rule(
    number="67.3",
    name="event-bus-one-writer",
    description="One role alone puts events on a bus, whatever IAM would allow others.",
    severity=Severity.HIGH,
    pci=("7.2.2", "7.2.5"),
    subjects=(EVENT_BUS,),
    stack=_one_writer,
    watches=_BUS,
)


EVENT_READERS_NAMED: Final = Rule(
    number="67.4",
    name="event-readers-named",
    description="Whoever reads a bus or its schemas is named, and what they may do is written out.",
    severity=Severity.CRITICAL,
    pci=("7.2.2",),
    types=(EVENT_BUS_POLICY, SCHEMA_REGISTRY_POLICY),
    # All that can be done to a rule, a reader may do to its own.
    check=partial(nobody_else_and_named_actions, spared=_of_rules),
    watches={
        EVENT_BUS_POLICY: {"policy": (EVENT_BUS,)},
        SCHEMA_REGISTRY_POLICY: {"policy": ()},
    },
)

EVENT_BUS_DLQ: Final = Rule(
    number="67.5",
    name="event-bus-dlq",
    description="What a bus took and could not encrypt ends in a dead-letter queue.",
    severity=Severity.HIGH,
    pci=("10.7.2",),
    property_rules={
        EVENT_BUS: (
            PropertyRule(
                "deadLetterConfig.arn",
                NOT_EMPTY,
                "Pass the ARN of an aws.sqs.Queue of this stack as dead_letter_config.",
                producers=(QUEUE,),
            ),
        )
    },
)

RULES: Final = (
    EVENT_BUS_CMK,
    EVENT_BUS_TLS_ONLY,
    EVENT_BUS_ONE_WRITER,
    EVENT_READERS_NAMED,
    EVENT_BUS_DLQ,
)
