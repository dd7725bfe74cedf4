"""The bus: who puts events on it, who reads them, what encrypts them, and what they look like."""

import json
from typing import Any

import pulumi_aws as aws
import pytest

from tests._policies import allows, grants, statements
from tests.fakes.recorder import Recording, record_program

BUS = "arn:aws:events:eu-central-1:111122223333:event-bus/tillstack-local-events"
RULES = "arn:aws:events:eu-central-1:111122223333:rule/tillstack-local-events/"
ROLE = "arn:aws:iam::111122223333:role/"
TOLD = {
    "accept_payment": "api-accept-payment-function",
    "deliver_events": "events-deliver-events-function",
    "sweep_events": "events-sweep-events-function",
}

AROUND = {"bus-bus", "bus-policy", "bus-archive"}


def with_bus(**bus: Any) -> Recording:
    """The local stack with a bus that two accounts read."""
    given = {"readers": ["111122223333", "444455556666"], **bus}
    return record_program("local", {"eventBus": json.dumps(given)})


def without() -> Recording:
    """The same stack with none."""
    return record_program("local", {"eventBus": "{}"})


def who() -> list[dict[str, Any]]:
    """The statements of the bus's policy."""
    return [dict(each) for each in statements(with_bus().named("bus-policy").inputs["policy"])]


def test_without_the_setting_there_is_no_bus_and_nothing_of_one() -> None:
    """No key, no archive, no schema, no right and no export."""
    made = without()
    types = {each.type for each in made.resources}
    assert {each for each in types if "eventBus" in each or "schemas" in each} == set()
    assert [each.name for each in made.resources if each.name.startswith("bus")] == []
    assert "put-events" not in grants(made, "tillstack-local-deliver-events")
    assert "event_bus_arn" not in made.exports


@pytest.mark.parametrize("function", TOLD.values(), ids=list(TOLD))
def test_three_functions_know_whether_there_is_a_bus(function: str) -> None:
    """By its ARN, or by an empty text; nobody else is told."""
    said = {
        where: made.named(function).inputs["environment"]["variables"]["EVENT_BUS"]
        for where, made in (("with", with_bus()), ("without", without()))
    }
    assert said == {"with": BUS, "without": ""}
    told = [
        each.name
        for each in with_bus().of(aws.lambda_.Function)
        if "EVENT_BUS" in each.inputs["environment"]["variables"]
    ]
    assert sorted(told) == sorted(TOLD.values())


def test_bus_and_archive_are_encrypted_with_a_key_of_their_own() -> None:
    """Rotated each year, and exported is the bus alone."""
    key = with_bus().named("bus-key").outputs["arn"]
    assert with_bus().named("bus-bus").inputs["kmsKeyIdentifier"] == key
    assert with_bus().named("bus-archive").inputs["kmsKeyIdentifier"] == key
    assert with_bus().named("bus-key").inputs["enableKeyRotation"] is True
    assert with_bus().named("bus-key-alias").inputs["name"] == "alias/tillstack-local-event-bus"
    assert with_bus().exports["event_bus_arn"] == BUS


def test_eventbridge_uses_the_key_for_this_bus_alone() -> None:
    """For no other bus does it encrypt with it, nor look at it for another account."""
    said = statements(with_bus().named("bus-key").inputs["policy"])
    context = "kms:EncryptionContext:aws:events:event-bus:arn"
    services = [each for each in said if "Service" in each["Principal"]]
    assert {each["Principal"]["Service"] for each in services} == {"events.amazonaws.com"}
    for action in ("kms:Decrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom"):
        assert allows(services, action, "*", {context: BUS})
        assert not allows(services, action, "*", {context: f"{BUS}-other"})
    assert allows(services, "kms:DescribeKey", "*", {"aws:SourceAccount": "111122223333"})
    assert not allows(services, "kms:DescribeKey", "*", {"aws:SourceAccount": "444455556666"})


@pytest.mark.parametrize(("given", "days"), [({}, 30), ({"archiveDays": 7}, 7)])
def test_what_was_put_can_be_replayed_for_as_long_as_is_set(given: Any, days: int) -> None:
    """A month, where nobody says."""
    archive = with_bus(**given).named("bus-archive").inputs
    assert archive["retentionDays"] == days
    assert archive["eventSourceArn"] == with_bus(**given).named("bus-bus").outputs["arn"]


def test_what_the_bus_could_not_keep_is_kept_under_another_key_and_rings() -> None:
    """With the bus's own key disabled nothing else is left of it; EventBridge alone puts it in."""
    made = with_bus()
    lost = made.named("bus-lost")
    assert made.named("bus-bus").inputs["deadLetterConfig"] == {"arn": lost.outputs["arn"]}
    assert lost.inputs["kmsMasterKeyId"] != made.named("bus-key").outputs["arn"]
    assert lost.inputs["kmsMasterKeyId"] == made.named("keys-queue").outputs["arn"]
    key, queue = made.named("keys-queue").inputs["policy"], lost.inputs["policy"]
    for where, action, on in (
        (key, "kms:GenerateDataKey", "*"),
        (queue, "sqs:SendMessage", lost.outputs["arn"]),
    ):
        services = [each for each in statements(where) if "Service" in each.get("Principal", {})]
        tls = {"aws:SecureTransport": "true"}
        assert allows(services, action, on, {**tls, "aws:SourceArn": BUS})
        assert not allows(services, action, on, {**tls, "aws:SourceArn": f"{BUS}-of-another"})
    alarm = made.named("bus-alarm").inputs
    assert alarm["dimensions"] == {"QueueName": "tillstack-local-events-lost"}
    assert alarm["alarmDescription"].startswith("[page]")


def test_one_role_puts_events_and_no_other() -> None:
    """However wide a grant is; what EventBridge itself replays is no role's."""
    (put,) = grants(with_bus(), "tillstack-local-deliver-events")["put-events"]
    assert put["Action"] == ["events:DescribeEventBus", "events:PutEvents"]
    assert put["Resource"] == [BUS]
    granted = [{"Effect": "Allow", "Action": "*", "Resource": "*"}, *who()]
    by_hand = {"aws:PrincipalIsAWSService": "false"}
    may = {
        role
        for role in ("tillstack-local-deliver-events", "tillstack-local-sweep-events", "admin")
        if allows(
            granted, "events:PutEvents", BUS, {**by_hand, "aws:PrincipalArn": f"{ROLE}{role}"}
        )
    }
    assert may == {"tillstack-local-deliver-events"}
    replayed = {"aws:PrincipalIsAWSService": "true", "aws:PrincipalArn": ""}
    assert allows(granted, "events:PutEvents", BUS, replayed)


def test_nothing_may_be_put_before_there_is_a_bus() -> None:
    """EventBridge would take it and drop it; the right comes after policy and archive as well."""
    made = with_bus()
    (right,) = (each for each in made.resources if each.name.endswith("deliver-events-put-events"))
    before = {each.urn for each in made.resources if each.name in AROUND}
    assert len(before) == len(AROUND)
    assert before <= set(right.dependencies)


def test_a_reader_has_rules_of_its_own_on_this_bus_and_nothing_else() -> None:
    """Named by account; a rule is its maker's alone, and no rule of another bus is in reach."""
    (own,) = [each for each in who() if each["Effect"] == "Allow"]
    assert own["Principal"] == {
        "AWS": ["arn:aws:iam::111122223333:root", "arn:aws:iam::444455556666:root"]
    }
    assert own["Resource"] == [f"{RULES}*"]
    assert own["Condition"] == {
        "StringEqualsIfExists": {"events:creatorAccount": "${aws:PrincipalAccount}"}
    }
    assert {"events:PutRule", "events:PutTargets", "events:RemoveTargets"} <= set(own["Action"])
    assert "events:PutEvents" not in own["Action"]


def test_nothing_reaches_the_bus_without_tls() -> None:
    """Neither an event nor a rule."""
    granted = [{"Effect": "Allow", "Action": "*", "Resource": "*"}, *who()]
    writer = {
        "aws:PrincipalArn": f"{ROLE}tillstack-local-deliver-events",
        "aws:PrincipalIsAWSService": "false",
    }
    for action, resource in (("events:PutEvents", BUS), ("events:PutRule", f"{RULES}one")):
        assert allows(granted, action, resource, {**writer, "aws:SecureTransport": "true"})
        assert not allows(granted, action, resource, {**writer, "aws:SecureTransport": "false"})


def test_each_type_of_event_has_a_schema_that_readers_may_read() -> None:
    """Under the name that EventBridge itself would give it, and of a size that it takes."""
    made = with_bus().of(aws.schemas.Schema)
    assert {each.inputs["name"] for each in made} == {
        "tillstack@payment.accepted",
        "tillstack@payment.processing",
        "tillstack@payment.succeeded",
        "tillstack@payment.failed",
        "tillstack@payment.canceled",
        "tillstack@payment.requires_review",
        "tillstack@payment.notification_undeliverable",
    }
    assert {each.inputs["type"] for each in made} == {"JSONSchemaDraft4"}
    assert max(len(each.inputs["content"]) for each in made) <= 100_000
    (read,) = statements(with_bus().named("bus-registry-policy").inputs["policy"])
    place = "arn:aws:schemas:eu-central-1:111122223333:"
    assert read["Resource"] == [
        f"{place}registry/tillstack-local-events",
        f"{place}schema/tillstack-local-events/*",
    ]
    verbs = {each.removeprefix("schemas:")[:4] for each in read["Action"]}
    assert verbs == {"Desc", "Expo", "List", "Sear"}
    assert len(read["Principal"]["AWS"]) == 2


def test_a_region_without_registries_has_the_bus_alone() -> None:
    """As Tel Aviv: what is told needs no schema."""
    bus = json.dumps({"readers": ["111122223333"]})
    made = record_program("local", {"aws:region": "il-central-1", "eventBus": bus})
    assert len(made.of(aws.cloudwatch.EventBus)) == 1
    assert [each.type for each in made.resources if "schemas" in each.type] == []


def test_a_hundred_readers_fit_into_the_policy() -> None:
    """EventBridge takes 10,240 characters, and the longest partition counts."""
    readers = [f"{number:012}" for number in range(100)]
    said = with_bus(readers=readers).named("bus-policy").inputs["policy"]
    assert len(said) + 100 * len("-us-gov") <= 10_240
