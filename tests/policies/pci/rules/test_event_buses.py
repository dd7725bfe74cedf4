"""Rules about buses of events: what each must report, and what it must not."""

import json
from typing import Any

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import (
    EVENT_ARCHIVE,
    EVENT_BUS,
    EVENT_BUS_POLICY,
    KEY,
    QUEUE,
    SCHEMA_REGISTRY_POLICY,
)
from policies.pci.rules.event_buses import (
    EVENT_BUS_CMK,
    EVENT_BUS_DLQ,
    EVENT_BUS_ONE_WRITER,
    EVENT_BUS_TLS_ONLY,
    EVENT_READERS_NAMED,
)
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, said

ARN = "arn:aws:events:eu-central-1:111122223333:event-bus/news"
RULES_OF_IT = "arn:aws:events:eu-central-1:111122223333:rule/news/*"
WRITER = "arn:aws:iam::111122223333:role/shop-writer"
KMS = resource(KEY, {}, "key")
LOST = resource(QUEUE, {"name": "news-lost"}, "lost")
ALL = (
    EVENT_BUS_CMK,
    EVENT_BUS_TLS_ONLY,
    EVENT_BUS_ONE_WRITER,
    EVENT_READERS_NAMED,
    EVENT_BUS_DLQ,
)
TLS: dict[str, Any] = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "events:*",
    "Resource": [ARN, RULES_OF_IT],
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}
OTHERS: dict[str, Any] = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "events:PutEvents",
    "Resource": ARN,
    "Condition": {"ArnNotEquals": {"aws:PrincipalArn": WRITER}},
}
NO_SERVICE = {"Bool": {"aws:PrincipalIsAWSService": "false"}}
READER: dict[str, Any] = {
    "Effect": "Allow",
    "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
    "Action": ["events:PutRule"],
    "Resource": RULES_OF_IT,
}
PUTS = {**READER, "Action": "events:PutEvents", "Resource": ARN}


def bus(**inputs: Any) -> Declared:
    """A bus that is encrypted with a key of the stack, and loses nothing."""
    lost = {"deadLetterConfig": {"arn": UNKNOWN}}
    given = {"name": "news", "kmsKeyIdentifier": UNKNOWN, **lost, **inputs}
    made_of = {"kmsKeyIdentifier": [KMS], "deadLetterConfig": [LOST]}
    return resource(EVENT_BUS, given, "news", made_of=made_of)


def policy(*statements: Any) -> Declared:
    """Its policy."""
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    given = {"eventBusName": "news", "policy": document}
    return resource(EVENT_BUS_POLICY, given, "news-policy", made_of={"eventBusName": [bus()]})


def other(**changes: Any) -> dict[str, Any]:
    """The denial of the others, changed."""
    return {**OTHERS, **changes}


def test_a_good_bus_is_left_alone() -> None:
    """Its services may be spared, so that a replay is possible."""
    spared = other(Condition={**OTHERS["Condition"], **NO_SERVICE})
    for denial in (OTHERS, spared):
        assert said(ALL, KMS, bus(), policy(TLS, denial, READER)) == []


@pytest.mark.parametrize("kind", [EVENT_BUS, EVENT_ARCHIVE])
@pytest.mark.parametrize("key", [None, "", "alias/aws/events"])
def test_events_are_kept_with_a_key_of_ours(kind: str, key: str | None) -> None:
    """On the bus and in its archive: without a key AWS takes one of its own."""
    kept = resource(kind, {"name": "news", **({} if key is None else {"kmsKeyIdentifier": key})})
    assert blamed((EVENT_BUS_CMK,), kept)


@pytest.mark.parametrize("lost", [{}, {"deadLetterConfig": {"arn": ""}}])
def test_a_bus_that_drops_what_it_can_not_keep_is_found(lost: dict[str, Any]) -> None:
    """With its key disabled EventBridge takes events, and keeps them nowhere else."""
    kept = resource(EVENT_BUS, {"name": "news", **lost})
    assert blamed((EVENT_BUS_DLQ,), kept)


@pytest.mark.parametrize(
    "statements",
    [
        (),
        (OTHERS, READER),
        ({**TLS, "Action": "events:PutEvents"},),
        ({**TLS, "Resource": f"{ARN}-other"},),
        ({**TLS, "Principal": {"AWS": WRITER}},),
        ({**TLS, "Condition": {**TLS["Condition"], "StringEquals": {"aws:username": "a"}}},),
    ],
)
def test_a_bus_that_takes_requests_without_tls_is_found(statements: tuple[Any, ...]) -> None:
    """No denial, one of an action, of another bus, of one person, or one that asks for more."""
    made = [bus(), policy(*statements)] if statements else [bus()]
    assert said((EVENT_BUS_TLS_ONLY,), KMS, *made) != []


@pytest.mark.parametrize(
    "statements",
    [
        (),
        (TLS,),
        (OTHERS, PUTS),
        (other(Condition={}),),
        (other(Resource=f"{ARN}-other"),),
        (other(Action="events:PutRule"),),
        (other(Condition={"ArnNotEquals": {"aws:PrincipalArn": f"{WRITER}*"}}),),
        (other(Condition={"ArnNotEquals": {"aws:PrincipalArn": [WRITER, f"{WRITER}-2"]}}),),
        (other(Condition={"ArnEquals": {"aws:PrincipalArn": WRITER}}),),
        (other(Condition=NO_SERVICE),),
        (
            other(
                Condition={**OTHERS["Condition"], "Bool": {"aws:MultiFactorAuthPresent": "false"}}
            ),
        ),
    ],
)
def test_a_bus_with_other_writers_is_found(statements: tuple[Any, ...]) -> None:
    """Whoever is not stopped by the bus itself needs a wide grant only."""
    made = [bus(), policy(*statements)] if statements else [bus()]
    assert said((EVENT_BUS_ONE_WRITER,), KMS, *made) != []


@pytest.mark.parametrize("kind", [EVENT_BUS_POLICY, SCHEMA_REGISTRY_POLICY])
@pytest.mark.parametrize(
    "wrong",
    [
        {"Principal": "*"},
        {"Principal": {"AWS": "*"}},
        {"Principal": {"Service": "events.amazonaws.com"}},
        {"Action": "events:*", "Resource": "arn:aws:events:eu-central-1:111122223333:event-bus/b"},
    ],
)
def test_readers_that_nobody_has_named_are_found(kind: str, wrong: dict[str, Any]) -> None:
    """Anybody, a service on anybody's behalf, and whatever a pattern of actions takes in."""
    document = json.dumps({"Version": "2012-10-17", "Statement": [{**READER, **wrong}]})
    assert blamed((EVENT_READERS_NAMED,), resource(kind, {"policy": document}))
    fine = json.dumps({"Version": "2012-10-17", "Statement": [READER]})
    assert said((EVENT_READERS_NAMED,), resource(kind, {"policy": fine})) == []


def test_what_a_reader_does_to_its_own_rules_may_be_a_pattern() -> None:
    """All that can be done to a rule is a reader's, and nothing of it is done to the bus."""
    document = json.dumps(
        {"Version": "2012-10-17", "Statement": [{**READER, "Action": "events:*"}]}
    )
    assert blamed((EVENT_READERS_NAMED,), resource(EVENT_BUS_POLICY, {"policy": document})) == []
