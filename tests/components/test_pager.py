"""Who is woken, and by which alarms alone."""

import json

from components.lib.naming import ALARMS
from local.alarms.quiet_days import declared
from local.program.recorder import ACCOUNT, REGION, record_program
from tests.fakes.recorder import program

SUBSCRIPTION = "pager-subscription"


def test_the_pager_is_called_over_tls_by_the_alarms_topic() -> None:
    """It confirms the subscription itself."""
    inputs = program().named(SUBSCRIPTION).inputs
    assert inputs["topic"] == program().named("alarms-topic").outputs["arn"]
    assert (inputs["protocol"], inputs["endpointAutoConfirms"]) == ("https", True)


def test_the_address_is_a_secret_to_the_engine() -> None:
    """The pager's key is a part of it."""
    assert program().named(SUBSCRIPTION).secret_inputs == {"endpoint"}


def test_every_page_passes_and_no_ticket_does() -> None:
    """SNS compares with the beginning of the alarm's own text."""
    inputs = program().named(SUBSCRIPTION).inputs
    assert inputs["filterPolicyScope"] == "MessageBody"
    (asked,) = json.loads(inputs["filterPolicy"])["AlarmDescription"]
    said = [each.description for each in declared() if each.rings]
    passing = [each for each in said if each.startswith(asked["prefix"])]
    assert passing
    assert {each.partition(" ")[0] for each in passing} == {"[page]"}
    assert {each.partition(" ")[0] for each in said if each not in passing} == {"[ticket]"}


def test_a_page_is_tried_for_nearly_an_hour_and_then_kept() -> None:
    """An hour is the longest that SNS takes; the queue lets this topic alone in."""
    inputs = program().named(SUBSCRIPTION).inputs
    tries = json.loads(inputs["deliveryPolicy"])["healthyRetryPolicy"]
    quick, slow = tries["numMinDelayRetries"], tries["numMaxDelayRetries"]
    assert tries["numRetries"] == tries["numNoDelayRetries"] + quick + slow
    assert 3_000 < quick * tries["minDelayTarget"] + slow * tries["maxDelayTarget"] <= 3_600
    lost = program().named("pager-lost")
    assert json.loads(inputs["redrivePolicy"]) == {"deadLetterTargetArn": lost.outputs["arn"]}
    topic = f"arn:aws:sns:{REGION}:{ACCOUNT}:tillstack-local-{ALARMS}"
    (allowed,) = [
        each for each in json.loads(lost.inputs["policy"])["Statement"] if each["Effect"] == "Allow"
    ]
    assert allowed["Condition"] == {"ArnLike": {"aws:SourceArn": topic}}


def test_a_stack_without_a_pager_has_none_of_it() -> None:
    """Its alarms are mailed, or heard by whoever subscribes."""
    found = [each.name for each in record_program("local", {}).resources]
    assert [name for name in found if name.startswith("pager")] == []
