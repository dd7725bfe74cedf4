"""What AWS checks and the emulator does not: is everything there before what needs it?"""

import pulumi_aws as aws
import pytest

from tests.fakes.recorder import Recorded, program


def functions() -> list[Recorded]:
    """Every function; its role has its name."""
    return program().of(aws.lambda_.Function)


def key(arn: str) -> Recorded:
    """The key with this ARN, which must be one of ours."""
    (found,) = [each for each in program().of(aws.kms.Key) if each.outputs["arn"] == arn]
    return found


def urns(*resource_types: type) -> set[str]:
    """All resources of these classes."""
    return {each.urn for cls in resource_types for each in program().of(cls)}


def policies_of(role: str) -> set[str]:
    """The grants of a role."""
    return {each.urn for each in program().of(aws.iam.RolePolicy) if each.inputs["role"] == role}


def test_a_mapping_waits_for_the_policy_that_lets_its_role_receive() -> None:
    """AWS looks at the role when the mapping is made."""
    for mapping in program().of(aws.lambda_.EventSourceMapping):
        role = mapping.inputs["functionName"].split(":")[-2]
        consume = {urn for urn in policies_of(role) if "-consume-" in urn}
        assert consume <= program().before(mapping)


def test_a_function_waits_for_its_log_group_and_its_first_policies() -> None:
    """A function that runs before its group exists makes one without a key."""
    for each in functions():
        before = program().before(each)
        first = {
            urn
            for urn in policies_of(each.inputs["name"])
            if urn.endswith(("write-logs", "send-traces", "read-environment"))
        }
        assert len(first) == 3
        assert first <= before
        assert any(
            group.inputs["name"].endswith(each.inputs["name"]) and group.urn in before
            for group in program().of(aws.cloudwatch.LogGroup)
        )


def test_what_is_encrypted_waits_for_its_key() -> None:
    """Key and key policy are one resource, made before everything that names the key."""
    for cls, key_input in (
        (aws.cloudwatch.LogGroup, "kmsKeyId"),
        (aws.sns.Topic, "kmsMasterKeyId"),
        (aws.sqs.Queue, "kmsMasterKeyId"),
        (aws.secretsmanager.Secret, "kmsKeyId"),
    ):
        for each in program().of(cls):
            assert key(each.inputs[key_input]).urn in program().before(each)


def test_a_mail_event_destination_waits_for_its_topic() -> None:
    """SES asks the topic, whose policy is part of it, when the destination is made."""
    (told,) = program().of(aws.sesv2.ConfigurationSetEventDestination)
    (topic,) = [each for each in program().of(aws.sns.Topic) if each.name == "notifier-events"]
    assert topic.urn in program().before(told)
    assert key(topic.inputs["kmsMasterKeyId"]).urn in program().before(told)


def test_ses_tells_nothing_before_somebody_subscribes() -> None:
    """What a topic publishes without a subscription is lost; both its queues are there first."""
    (told,) = program().of(aws.sesv2.ConfigurationSetEventDestination)
    subscription = program().named("notifier-subscription")
    assert subscription.urn in program().before(told)
    queues = {
        program().named(f"notifier-email-events-{each}").urn for each in ("queue", "dead-letters")
    }
    assert queues <= program().before(subscription)


def test_the_stage_waits_for_everything_that_its_deployment_pictures() -> None:
    """A deployment is a picture: what comes after it is not in it."""
    (stage,) = program().of(aws.apigateway.Stage)
    (deployment,) = program().of(aws.apigateway.Deployment)
    assert deployment.urn in program().before(stage)
    pictured = urns(
        aws.apigateway.Authorizer,
        aws.apigateway.Integration,
        aws.apigateway.Method,
        aws.apigateway.Model,
        aws.apigateway.RequestValidator,
        aws.apigateway.Resource,
        aws.apigateway.Response,
    )
    assert pictured <= program().before(deployment)
    assert urns(aws.apigateway.Account) <= program().before(stage)
    execution = program().named("gateway-execution-logs")
    assert execution.urn in program().before(stage)


def test_the_firewall_s_log_waits_for_its_group_and_its_policy() -> None:
    """AWS checks both when logging is switched on."""
    (logging,) = program().of(aws.wafv2.WebAclLoggingConfiguration)
    before = program().before(logging)
    assert urns(aws.cloudwatch.LogResourcePolicy) <= before
    assert program().named("gateway-firewall-logs").urn in before


def test_the_account_s_logging_role_waits_for_its_policy() -> None:
    """API Gateway tries the role when it is set."""
    (account,) = program().of(aws.apigateway.Account)
    assert urns(aws.iam.RolePolicyAttachment) <= program().before(account)


def test_a_dead_letter_queue_is_there_before_its_source() -> None:
    """SQS refuses a redrive policy whose target does not exist."""
    for name in ("payments", "notifier", "notifier-email-events"):
        queue = program().named(f"{name}-queue")
        assert program().named(f"{name}-dead-letters").urn in program().before(queue)


@pytest.mark.parametrize("name", ["sweeper", "reconciler"])
def test_a_schedule_s_target_waits_for_its_permission(name: str) -> None:
    """A rule that fires before it may invoke loses that call."""
    target = program().named(f"{name}-target")
    assert program().named(f"{name}-permission").urn in program().before(target)
