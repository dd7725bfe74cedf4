"""The stack as a whole is watched, and calls once."""

import json

import pulumi_aws as aws
import pytest

from tests.fakes.recorder import program, record_program

CERTIFICATE = "arn:aws:acm:eu-central-1:111122223333:certificate/one"


def names(kind: type, prefix: str = "monitoring-") -> set[str]:
    """Logical names of the component's resources of a class."""
    return {each.name for each in program().of(kind) if each.name.startswith(prefix)}


def test_both_objectives_have_a_page_and_a_ticket() -> None:
    """Each of four composite alarms, with its severity in its text."""
    found = {
        each.inputs["alarmName"]: each.inputs["alarmDescription"]
        for each in program().of(aws.cloudwatch.CompositeAlarm)
    }
    assert {name.removeprefix("tillstack-local-"): text[:6] for name, text in found.items()} == {
        "slo-acceptance-fast": "[page]",
        "slo-acceptance-slow": "[ticke",
        "slo-latency-fast": "[page]",
        "slo-latency-slow": "[ticke",
    }


def test_a_composite_alarm_is_made_after_its_parts_and_they_call_nobody() -> None:
    """CloudWatch refuses a rule about an alarm that is not there."""
    parts = {each.urn: each for each in program().of(aws.cloudwatch.MetricAlarm)}
    for whole in program().of(aws.cloudwatch.CompositeAlarm):
        before = [parts[urn] for urn in program().before(whole) if urn in parts]
        own = [each for each in before if f'"{each.inputs["name"]}"' in whole.inputs["alarmRule"]]
        assert len(own) == whole.inputs["alarmRule"].count("ALARM(")
        assert not any(each.inputs.get("alarmActions") for each in own)
        topic = program().named("alarms-topic").outputs["arn"]
        assert whole.inputs["alarmActions"] == whole.inputs["okActions"] == [topic]


def test_a_person_sees_the_business_first_and_then_what_it_stands_on() -> None:
    """One dashboard; its name begins as every name of the stack does, its link is of the books."""
    (own,) = record_program("local", {"runbooks": "https://books.example.com/docs/runbooks/"}).of(
        aws.cloudwatch.Dashboard
    )
    assert own.inputs["dashboardName"] == "tillstack-local-dashboard"
    widgets = json.loads(own.inputs["dashboardBody"])["widgets"]
    headings = [each["properties"]["markdown"] for each in widgets if each["type"] == "text"]
    assert [each.removeprefix("## ").split(" ")[0] for each in headings] == [
        "Payments", "Objectives", "Gateway", "Queues", "Functions", "Ledger", "Mail", "What",
    ]  # fmt: skip
    assert "(https://books.example.com/docs/cost.md)" in headings[-1]


def test_each_queue_function_and_table_is_drawn() -> None:
    """Whatever the program makes of them has its line."""
    (own,) = program().of(aws.cloudwatch.Dashboard)
    body = own.inputs["dashboardBody"]
    for kind in (aws.sqs.Queue, aws.lambda_.Function, aws.dynamodb.Table):
        for each in program().of(kind):
            assert f'"{each.inputs["name"]}",{{"id":' in body


@pytest.mark.parametrize("domain", [True, False])
def test_a_certificate_is_watched_where_there_is_one(*, domain: bool) -> None:
    """The one of the domain, a month before its end."""
    own = json.dumps({"name": "pay.example.com", "certificateArn": CERTIFICATE})
    found = [
        each.inputs
        for each in record_program("local", {"domain": own} if domain else {}).resources
        if each.name == "monitoring-certificate-expiry-alarm"
    ]
    assert [each["dimensions"] for each in found] == [{"CertificateArn": CERTIFICATE}] * domain
    assert [(each["threshold"], each["period"]) for each in found] == [(30, 86_400)] * domain
