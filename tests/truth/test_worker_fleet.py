"""AWS's own provider says yes to workers on EC2."""

import json

from local.policy_check.policy_check import stand_ins
from tests.fakes.recorder import record_program
from truth.plugin import AwsProvider
from truth.registrations import registrations

KINDS = {
    "aws_autoscaling_group": 1,
    "aws_autoscaling_policy": 1,
    "aws_cloudwatch_metric_alarm": 1,
    "aws_iam_instance_profile": 1,
    "aws_launch_template": 1,
    "aws_s3_object": 2,
}


def test_the_fleet_is_validated_and_planned(aws: AwsProvider) -> None:
    """Every resource that has to do with workers, and the network that they are in."""
    fleet = json.dumps({"pspInFlight": 1_000})
    recording = record_program("prod", {**stand_ins("prod"), "fleet": fleet})
    found = [
        each
        for each in registrations(recording, aws)
        if each.name.startswith("workers") or each.kind.startswith(("aws_vpc", "aws_route53"))
    ]
    kinds = [each.kind for each in found]
    assert {kind: kinds.count(kind) for kind in KINDS} == KINDS
    assert [said for each in found for said in each.judged(aws)] == []
