"""A resource for each way out: data sent, code that comes in, and resources elsewhere."""

import base64
import json
from typing import Final

from policies.pci.framework import tokens
from policy_proof.resources import resource
from tests.policies.pci.worlds import Build, may

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
