"""What AWS checks and the emulator does not: does each target let its source in?"""

import json

import pulumi_aws as aws

from tests._policies import grants, role_allows, service_allowed
from tests.fakes.recorder import ACCOUNT, REGION, Recorded, program


def functions() -> list[Recorded]:
    """Every function; its role has its name."""
    return program().of(aws.lambda_.Function)


def may(role: str, action: str, arn: str) -> bool:
    """Whether a role may do something without any condition."""
    return role_allows(program(), role, action, arn)


def arns(handler: str, prefix: str) -> set[str]:
    """Resources of one service that a function was granted."""
    return {
        arn
        for policy in grants(program(), handler).values()
        for statement in policy
        for arn in statement["Resource"]
        if arn.startswith(prefix)
    }


def test_each_mapping_s_role_may_consume_its_queue() -> None:
    """AWS refuses a mapping whose function may not receive, delete and look."""
    mappings = program().of(aws.lambda_.EventSourceMapping)
    assert len(mappings) == 5
    for mapping in mappings:
        role = mapping.inputs["functionName"].split(":")[-2]
        for action in ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes"):
            assert may(role, f"sqs:{action}", mapping.inputs["eventSourceArn"])


def test_each_queue_lets_in_the_topic_that_feeds_it_and_no_other_sender() -> None:
    """So do its dead letters; both over TLS only, and every other queue lets no service in."""
    (subscription,) = [
        each for each in program().of(aws.sns.TopicSubscription) if each.inputs["protocol"] == "sqs"
    ]
    topic = subscription.inputs["topic"]
    redrive = json.loads(subscription.inputs["redrivePolicy"])
    fed = {subscription.inputs["endpoint"], redrive["deadLetterTargetArn"]}
    found = {
        (arn, source, secure)
        for queue in program().of(aws.sqs.Queue)
        for arn in [queue.outputs["arn"]]
        for source in (topic, f"{topic}-other")
        for secure in ("true", "false")
        if service_allowed(
            queue.inputs["policy"],
            "sns.amazonaws.com",
            "sqs:SendMessage",
            arn,
            {"aws:SourceArn": source, "aws:SecureTransport": secure},
        )
    }
    assert found == {(arn, topic, "true") for arn in fed}


def test_each_schedule_and_each_method_may_invoke_its_function() -> None:
    """A function lets in the rule and the methods that point at it, and nobody else."""
    permitted = {
        (
            f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{each.inputs['function']}:{each.inputs['qualifier']}",
            each.inputs["principal"],
            each.inputs["sourceArn"],
            each.inputs["sourceAccount"],
        )
        for each in program().of(aws.lambda_.Permission)
    }
    rules = {each.inputs["name"]: each for each in program().of(aws.cloudwatch.EventRule)}
    (api,) = program().of(aws.apigateway.RestApi)
    (stage,) = program().of(aws.apigateway.Stage)
    calls = f"{api.outputs['executionArn']}/{stage.inputs['stageName']}"
    pointing = {
        *(
            (
                each.inputs["arn"],
                "events.amazonaws.com",
                rules[each.inputs["rule"]].outputs["arn"],
                ACCOUNT,
            )
            for each in program().of(aws.cloudwatch.EventTarget)
        ),
        *(
            (
                each.inputs["uri"].split("functions/")[1].removesuffix("/invocations"),
                "apigateway.amazonaws.com",
                f"{calls}/{each.inputs['httpMethod']}{path_of(each.inputs['resourceId'])}",
                ACCOUNT,
            )
            for each in program().of(aws.apigateway.Integration)
        ),
    }
    assert len(pointing) == 22
    assert permitted == pointing


def path_of(resource_id: str) -> str:
    """A gateway resource's path, parameters as `*`."""
    if resource_id == "root":
        return ""
    (resource,) = [
        one for one in program().of(aws.apigateway.Resource) if one.physical == resource_id
    ]
    part = resource.inputs["pathPart"]
    return f"{path_of(resource.inputs['parentId'])}/{'*' if part.startswith('{') else part}"


def test_the_firewall_may_write_its_log() -> None:
    """WAF hands its log to the delivery service, which the group must let in."""
    (logging,) = program().of(aws.wafv2.WebAclLoggingConfiguration)
    (policy,) = program().of(aws.cloudwatch.LogResourcePolicy)
    (destination,) = logging.inputs["logDestinationConfigs"]
    context = {
        "aws:SourceAccount": ACCOUNT,
        "aws:SourceArn": f"arn:aws:logs:{REGION}:{ACCOUNT}:*",
    }
    for action in ("logs:CreateLogStream", "logs:PutLogEvents"):
        assert service_allowed(
            policy.inputs["policyDocument"],
            "delivery.logs.amazonaws.com",
            action,
            f"{destination}:log-stream:x",
            context,
        )


def test_each_name_in_an_environment_comes_with_its_grant() -> None:
    """A function that is told of a queue, a table, a key or a secret may use it."""
    queues = {each.outputs["url"]: each.outputs["arn"] for each in program().of(aws.sqs.Queue)}
    tables = {each.inputs["name"]: each.outputs["arn"] for each in program().of(aws.dynamodb.Table)}
    for each in functions():
        role = each.inputs["name"]
        for name, value in each.inputs["environment"]["variables"].items():
            if name.endswith("_QUEUE_URL"):
                assert may(role, "sqs:SendMessage", queues[value]), (role, name)
            elif name.endswith("_TABLE"):
                assert arns(role, tables[value]), (role, name)
            elif name.endswith("_ARN"):
                assert arns(role, value), (role, name)
