"""Right registrations: those of the four stacks, and one of each type that they lack."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from local.policy_check.policy_check import STACKS, stand_ins
from tests.fakes.recorder import record_program

_KEY: Final = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
_POLICY: Final = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},'
    '"Action":"*","Resource":"*"}]}'
)
_QUEUE: Final = "https://sqs.eu-central-1.amazonaws.com/111122223333/q"
_CERTIFICATE: Final = "arn:aws:acm:eu-central-1:111122223333:certificate/1"

HERE: Final = {"network": "{}", "auditTrail": "false"}
"""What this machine makes of no stack: nothing here runs in a network or writes a trail. AWS's
provider judges the whole (`registrations`)."""

MORE: Final[Mapping[str, Mapping[str, Any]]] = {
    "aws:apigateway/basePathMapping:BasePathMapping": {
        "restApi": "a1b2c3",
        "stageName": "live",
        "domainName": "pay.example.com",
        "basePath": "v1",
    },
    "aws:apigateway/domainName:DomainName": {
        "domainName": "pay.example.com",
        "regionalCertificateArn": _CERTIFICATE,
        "securityPolicy": "TLS_1_2",
        "endpointConfiguration": {"types": "REGIONAL"},
    },
    "aws:apigateway/integrationResponse:IntegrationResponse": {
        "restApi": "a1b2c3",
        "resourceId": "r1",
        "httpMethod": "GET",
        "statusCode": "200",
    },
    "aws:apigateway/methodResponse:MethodResponse": {
        "restApi": "a1b2c3",
        "resourceId": "r1",
        "httpMethod": "GET",
        "statusCode": "200",
    },
    "aws:cognito/userPoolClient:UserPoolClient": {
        "name": "machines",
        "userPoolId": "eu-central-1_aB1cD2eF3",
        "generateSecret": True,
        "allowedOauthFlows": ["client_credentials"],
        "allowedOauthFlowsUserPoolClient": True,
        "allowedOauthScopes": ["payments/read"],
        "explicitAuthFlows": [],
        "supportedIdentityProviders": ["COGNITO"],
        "preventUserExistenceErrors": "ENABLED",
        "enableTokenRevocation": True,
        "accessTokenValidity": 15,
        "idTokenValidity": 15,
        "refreshTokenValidity": 60,
        "tokenValidityUnits": {
            "accessToken": "minutes",
            "idToken": "minutes",
            "refreshToken": "minutes",
        },
    },
    "aws:scheduler/schedule:Schedule": {
        "name": "nightly",
        "flexibleTimeWindow": {"mode": "OFF"},
        "scheduleExpression": "rate(1 hour)",
        "target": {
            "arn": "arn:aws:lambda:eu-central-1:111122223333:function:f",
            "roleArn": "arn:aws:iam::111122223333:role/r",
        },
    },
    "aws:secretsmanager/secretPolicy:SecretPolicy": {
        "secretArn": "arn:aws:secretsmanager:eu-central-1:111122223333:secret:s-Ab1Cd2",
        "policy": _POLICY,
    },
    "aws:sns/topicPolicy:TopicPolicy": {
        "arn": "arn:aws:sns:eu-central-1:111122223333:t",
        "policy": _POLICY,
    },
    "aws:sqs/queuePolicy:QueuePolicy": {"queueUrl": _QUEUE, "policy": _POLICY},
    "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": {
        "queueUrl": _QUEUE,
        "redriveAllowPolicy": '{"redrivePermission":"denyAll"}',
    },
    "aws:sqs/redrivePolicy:RedrivePolicy": {
        "queueUrl": _QUEUE,
        "redrivePolicy": (
            '{"deadLetterTargetArn":"arn:aws:sqs:eu-central-1:111122223333:d","maxReceiveCount":4}'
        ),
    },
}
"""Type token → a registration that the program does not make."""


class Right(NamedTuple):
    """A right registration."""

    token: str
    name: str
    """The stack, and the resource's name in it."""
    inputs: Mapping[str, Any]


@cache
def rights() -> Sequence[Right]:
    """Every registration of the four stacks, and those of `MORE`."""
    found = [
        Right(each.type, f"{stack} {each.name}", each.inputs)
        for stack in STACKS
        for each in record_program(stack, {**stand_ins(stack), **HERE}).resources
        if each.custom
    ]
    return [*found, *(Right(token, "more", inputs) for token, inputs in MORE.items())]


@cache
def fullest() -> Mapping[str, Mapping[str, Any]]:
    """Type token → of its right registrations the one that sets most."""
    found: dict[str, Mapping[str, Any]] = {}
    for each in rights():
        if len(str(each.inputs)) > len(str(found.get(each.token, ""))):
            found[each.token] = each.inputs
    acl = found["aws:wafv2/webAcl:WebAcl"]
    # One rule: the provider takes much longer for many.
    return {**found, "aws:wafv2/webAcl:WebAcl": {**acl, "rules": acl["rules"][:1]}}
