"""A TLS-only encrypted queue that feeds a function, which passes each message on."""

import json

import pulumi
import pulumi_aws as aws

NAME = f"{pulumi.get_project()}-{pulumi.get_stack()}"
CODE = """
import os, boto3
def handler(event, context):
    for record in event["Records"]:
        boto3.client("sqs").send_message(QueueUrl=os.environ["OUT"], MessageBody=record["body"])
"""


def statement(effect: str, actions: list[str], resource: str, **rest: object) -> dict[str, object]:
    """One statement of a policy document."""
    return {"Effect": effect, "Action": actions, "Resource": resource, **rest}


def document(*statements: dict[str, object]) -> str:
    """A policy document."""
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def tls_only_queue(name: str, key: aws.kms.Key) -> aws.sqs.Queue:
    """An encrypted queue that refuses whatever did not come over TLS."""
    queue = aws.sqs.Queue(name, name=f"{NAME}-{name}", kms_master_key_id=key.arn)
    policy = queue.arn.apply(
        lambda arn: document(
            statement(
                "Deny",
                ["sqs:*"],
                arn,
                Principal="*",
                Condition={"Bool": {"aws:SecureTransport": "false"}},
            )
        )
    )
    aws.sqs.QueuePolicy(f"{name}-tls", queue_url=queue.url, policy=policy)
    return queue


account = aws.get_caller_identity().account_id
key = aws.kms.Key(
    "key",
    policy=document(
        statement("Allow", ["kms:*"], "*", Principal={"AWS": f"arn:aws:iam::{account}:root"})
    ),
    enable_key_rotation=True,
)
source, target = tls_only_queue("in", key), tls_only_queue("out", key)
role = aws.iam.Role(
    "role",
    name=f"{NAME}-role",
    assume_role_policy=document(
        {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "lambda.amazonaws.com"},
        }
    ),
)
grants = []
if pulumi.Config().get_bool("granted"):
    grants.append(
        aws.iam.RolePolicy(
            "send",
            name="send",
            role=role.name,
            policy=pulumi.Output.all(target.arn, key.arn).apply(
                lambda arns: document(
                    statement("Allow", ["sqs:SendMessage"], arns[0]),
                    statement("Allow", ["kms:GenerateDataKey", "kms:Decrypt"], arns[1]),
                )
            ),
        )
    )
function = aws.lambda_.Function(
    "function",
    name=f"{NAME}-function",
    role=role.arn,
    runtime="python3.13",
    handler="main.handler",
    code=pulumi.AssetArchive({"main.py": pulumi.StringAsset(CODE)}),
    environment={"variables": {"OUT": target.url}},
    timeout=10,
    publish=True,
    opts=pulumi.ResourceOptions(depends_on=grants),
)
alias = aws.lambda_.Alias(
    "live", name="live", function_name=function.name, function_version=function.version
)
aws.lambda_.EventSourceMapping(
    "mapping",
    event_source_arn=source.arn,
    function_name=alias.arn,
    batch_size=10,
    function_response_types=["ReportBatchItemFailures"],
    scaling_config={"maximum_concurrency": 2},
)

pulumi.export("source", source.url)
pulumi.export("target", target.url)
pulumi.export("function", function.name)
pulumi.export("token", pulumi.Config().get_secret("token"))
