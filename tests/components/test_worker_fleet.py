"""Workers on EC2: closed, encrypted, replaced, and never without the network."""

import json
from typing import Any

import pulumi_aws as aws

from components.worker_fleet import IMAGE
from tests.components.networked import fleeted, networked, recorded
from tests.fakes.recorder import ACCOUNT

SCALES = (
    f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/autoscaling.amazonaws.com/"
    "AWSServiceRoleForAutoScaling"
)


def template() -> dict[str, Any]:
    """The inputs of the launch template."""
    return dict(fleeted().named("workers-template").inputs)


def group() -> dict[str, Any]:
    """The inputs of the group."""
    return dict(fleeted().named("workers-group").inputs)


def test_an_instance_is_reached_by_nobody() -> None:
    """No public address, no key pair, no way in, metadata by session and for the machine alone."""
    (interface,) = template()["networkInterfaces"]
    assert interface["associatePublicIpAddress"] == "false"
    assert "keyName" not in template()
    assert template()["metadataOptions"]["httpTokens"] == "required"
    assert template()["metadataOptions"]["httpPutResponseHopLimit"] == 1
    for name in ("network-functions", "network-psp-1"):
        assert not fleeted().named(name).inputs.get("ingress")
    assert group()["vpcZoneIdentifiers"] == ["network-out-a-id", "network-out-b-id"]
    assert set(interface["securityGroups"]) >= {"network-functions-id", "network-psp-1-id"}


def test_its_disk_is_encrypted_with_a_key_that_the_group_may_use() -> None:
    """Auto Scaling's role has no rights on keys by itself: the key's policy names it, via EC2."""
    (disk,) = template()["blockDeviceMappings"]
    assert disk["ebs"]["encrypted"] == "true"
    assert disk["ebs"]["kmsKeyId"] == fleeted().named("workers-key").outputs["arn"]
    said = json.loads(fleeted().named("workers-key").inputs["policy"])["Statement"]
    uses, grants = (each for each in said if each["Principal"] == {"AWS": SCALES})
    assert "kms:GenerateDataKey*" in uses["Action"]
    assert grants["Action"] == ["kms:CreateGrant"]
    assert grants["Condition"]["Bool"] == {"kms:GrantIsForAWSResource": "true"}
    assert all("kms:ViaService" in each["Condition"]["StringEquals"] for each in (uses, grants))


def test_every_instance_is_as_the_template_says_and_young() -> None:
    """The newest image at each launch, a refresh with each template, a life of a week."""
    assert template()["imageId"] == IMAGE
    assert IMAGE.startswith("resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023")
    assert template()["instanceType"] == "t4g.small"
    assert group()["launchTemplate"]["version"] == "1"
    refresh = group()["instanceRefresh"]
    assert refresh["strategy"] == "Rolling"
    assert refresh["preferences"]["minHealthyPercentage"] == 100
    assert group()["maxInstanceLifetime"] == 7 * 86_400


def test_an_ended_instance_is_waited_for() -> None:
    """A hook at its end, which lets go by itself: nobody is left who could say so."""
    (hook,) = group()["initialLifecycleHooks"]
    assert hook["lifecycleTransition"] == "autoscaling:EC2_INSTANCE_TERMINATING"
    assert hook["defaultResult"] == "CONTINUE"


def test_what_an_instance_costs_is_told_by_its_tags() -> None:
    """Instance, disk and interface say whose they are, as the group does."""
    told = {each["resourceType"]: each["tags"] for each in template()["tagSpecifications"]}
    assert told.keys() == {"instance", "volume", "network-interface"}
    assert all(tags["environment"] == "prod" for tags in told.values())
    assert {each["key"] for each in group()["tags"]} == set(told["instance"])


def test_a_stack_has_a_fleet_if_it_asks_for_one() -> None:
    """Not by default; the function stays, and takes messages or not."""
    assert networked().of(aws.autoscaling.Group) == []
    both = fleeted().named("processor-process-payment-mapping").inputs
    assert both.get("enabled") is not False
    asked = '{"besideFunction": false, "maxInstances": 5}'
    alone = recorded("prod", fleet=asked).named("processor-process-payment-mapping").inputs
    assert alone["enabled"] is False


def test_somebody_hears_of_a_fleet_that_is_too_small() -> None:
    """An alarm on this group, by the least that the group has; none without a fleet."""
    inputs = fleeted().named("workers-missing-alarm").inputs
    assert inputs["dimensions"] == {"AutoScalingGroupName": group()["name"]}
    assert inputs["threshold"] == group()["minSize"]
    assert group()["enabledMetrics"] == [inputs["metricName"]]
    alarms = [each.name for each in networked().of(aws.cloudwatch.MetricAlarm)]
    assert "workers-missing-alarm" not in alarms


def test_its_log_is_masked_encrypted_and_kept_like_the_functions_logs() -> None:
    """One group, of the name that the role may write to and the agent writes to."""
    logs = fleeted().named("workers-logs").inputs
    assert logs["name"] == "/aws/ec2/tillstack-prod-workers"
    assert logs["kmsKeyId"] == fleeted().named("keys-logs").outputs["arn"]
    assert logs["retentionInDays"] == 731
    assert fleeted().named("workers-masking")
    assert fleeted().exports["worker_log_group"] == logs["name"]
    assert "worker_log_group" not in networked().exports
    (write,) = json.loads(fleeted().named("workers-role-write-logs").inputs["policy"])["Statement"]
    assert write["Resource"] == [f"{fleeted().named('workers-logs').outputs['arn']}:*"]
