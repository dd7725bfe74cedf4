"""Settings at work: who may do what, from where, and by which ways."""

import json
from collections.abc import Mapping
from typing import Final

from policies.pci.framework.tokens import (
    ACCESS_KEY,
    AUTO_SCALING_GROUP,
    EGRESS_RULE,
    EVENT_SOURCE_MAPPING,
    FLOW_LOG,
    FUNCTION,
    IAM_POLICY,
    IAM_ROLE,
    IAM_USER,
    INGRESS_RULE,
    INSTANCE,
    KEY_POLICY,
    PERMISSION,
    QUEUE,
    ROLE_POLICY,
    ROLE_POLICY_ATTACHMENT,
    SUBNET,
    USER_POOL,
    VPC,
    WEB_ACL,
)
from policy_proof.resources import resource
from tests.policies.told import ARN, OURS, THEIRS, Told, policy

_ROLE: Final = resource(IAM_ROLE, {"name": "worker"}, "worker")
_WORLD: Final = {"ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIpv4": "0.0.0.0/0"}
_LAYERED: Final = resource(
    FUNCTION, {"layers": [f"arn:aws:lambda:eu-central-1:{THEIRS}:layer:theirs:1"]}
)
_MAPPED: Final = resource(
    EVENT_SOURCE_MAPPING, {"eventSourceArn": f"arn:aws:sqs:eu-central-1:{OURS}:jobs"}
)
_AWS_POLICY: Final = resource(
    ROLE_POLICY_ATTACHMENT,
    {"role": "worker", "policyArn": "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy"},
)
_RISES: Final = resource(
    ROLE_POLICY,
    {"role": "worker", "policy": policy("iam:PutRolePolicy", Principal=None)},
    made_of={"role": [_ROLE]},
)
_PULLS: Final = resource(
    ROLE_POLICY,
    {"role": "worker", "policy": policy("ecr:GetAuthorizationToken", Principal=None)},
    made_of={"role": [_ROLE]},
)
_MANAGED: Final = policy("kms:PutKeyPolicy", Principal={"AWS": f"arn:aws:iam::{OURS}:role/boss"})
_BODY: Final = json.dumps({"openapi": "3.0.1", "paths": {"/health": {"get": {}}}})
_COUNTS: Final = {
    "name": "trial",
    "action": {"count": {}},
    "statement": {"rateBasedStatement": {"limit": 100, "aggregateKeyType": "IP"}},
}
_FLEET: Final = (
    _SUBNET := resource(SUBNET, {"availabilityZone": "eu-central-1a"}, "private"),
    resource(
        AUTO_SCALING_GROUP,
        {"vpcZoneIdentifiers": ["subnet-made-up"]},
        made_of={"vpcZoneIdentifiers": [_SUBNET]},
    ),
)
_VPC: Final = resource(VPC, {"cidrBlock": "10.0.0.0/16"}, "vpc")
_FLOWS: Final = resource(
    FLOW_LOG,
    {"vpcId": "vpc-made-up", "trafficType": "ALL", "logDestination": ARN},
    made_of={"vpcId": [_VPC]},
)

ROWS: Final[Mapping[tuple[str, str], Told]] = {
    ("resource-type-allowlist", "allowedTypes"): Told(
        ["aws:made/up:Up"], (resource("aws:made/up:Up", {}),)
    ),
    ("no-ignore-changes-on-security-props", "mayIgnore"): Told(
        {QUEUE: ["delaySeconds"]}, (resource(QUEUE, {}, ignore_changes=["delaySeconds"]),)
    ),
    ("no-plaintext-secret-in-inputs", "secretPaths"): Told(
        {QUEUE: ["name"]}, (resource(QUEUE, {"name": "AKIA" + "EXAMPLEEXAMPLE22"}),)
    ),
    ("no-plaintext-secret-in-inputs", "entropyPaths"): Told(
        {QUEUE: ["name"]}, (resource(QUEUE, {"name": "q7Rz0Lm4Xc9Vb2Nt6Yk1Wp8Sd3Fg5HjTe"}),)
    ),
    ("apigw-no-openapi-bypass", "allowedPublic"): Told(
        ["GET /health"], (resource("aws:apigateway/restApi:RestApi", {"body": _BODY}),)
    ),
    ("apigw-cache-encrypted", "allowCache"): Told(
        value=True,
        stack=(
            resource("aws:apigateway/stage:Stage", {"cacheClusterEnabled": True}),
            resource(
                "aws:apigateway/methodSettings:MethodSettings",
                {"settings": {"cachingEnabled": True, "cacheDataEncrypted": True}},
            ),
        ),
    ),
    ("waf-rules-block-not-count", "allowCount"): Told(
        ["trial"], (resource(WEB_ACL, {"rules": [_COUNTS]}),)
    ),
    ("cognito-mfa-required", "allowOptional"): Told(
        value=True,
        stack=(
            resource(
                USER_POOL,
                {
                    "mfaConfiguration": "OPTIONAL",
                    "softwareTokenMfaConfiguration": {"enabled": True},
                },
            ),
        ),
    ),
    ("lambda-layers-same-account", "externalArns"): Told(
        [f"arn:aws:lambda:eu-central-1:{THEIRS}:layer:theirs:1"], (_LAYERED,)
    ),
    ("lambda-in-vpc", "exempt"): Told(
        ["it"], (resource(FUNCTION, {"name": "it"}),), {"require": True}
    ),
    ("lambda-code-signing", "externalArns"): Told(
        [ARN], (resource(FUNCTION, {"codeSigningConfigArn": ARN}),)
    ),
    ("lambda-permission-scoped", "principals"): Told(
        [THEIRS],
        (
            resource(
                PERMISSION,
                {"action": "lambda:InvokeFunction", "function": "it", "principal": THEIRS},
            ),
        ),
    ),
    ("lambda-failure-path", "externalArns"): Told(
        [f"arn:aws:sqs:eu-central-1:{OURS}:jobs"], (_MAPPED,)
    ),
    ("asg-uses-template-in-private", "public"): Told(["private"], _FLEET),
    ("launch-template-ebs-cmk", "externalArns"): Told(
        [ARN],
        (resource(INSTANCE, {"rootBlockDevice": {"encrypted": True, "kmsKeyId": ARN}}),),
    ),
    ("vpc-flow-logs", "externalArns"): Told([ARN], (_VPC, _FLOWS)),
    ("security-metric-filters", "which"): Told(["root-use"], (), {"require": True}),
    ("iam-no-wildcard-resource", "allow"): Told(
        ["sqs:SendMessage"],
        (resource(IAM_POLICY, {"policy": policy("sqs:SendMessage", Principal=None)}),),
    ),
    ("iam-no-wildcard-resource", "awsManaged"): Told([], (_AWS_POLICY,)),
    ("iam-no-privilege-escalation", "deployers"): Told(["worker"], (_ROLE, _RISES)),
    ("iam-no-privilege-escalation", "externalArns"): Told(
        [f"arn:aws:iam::{OURS}:policy/elsewhere"],
        (
            _ROLE,
            resource(
                ROLE_POLICY_ATTACHMENT,
                {"role": "worker", "policyArn": f"arn:aws:iam::{OURS}:policy/elsewhere"},
                made_of={"role": [_ROLE]},
            ),
        ),
    ),
    ("iam-no-privilege-escalation", "credentials"): Told([], (_ROLE, _PULLS)),
    ("iam-no-users-or-keys", "breakglass"): Told(
        ["emergency"],
        (resource(IAM_USER, {"name": "emergency"}), resource(ACCESS_KEY, {"user": "other"}, "k")),
    ),
    ("sg-no-open-ingress", "ports"): Told([443], (resource(INGRESS_RULE, _WORLD),)),
    ("sg-no-open-ingress", "prefixLists"): Told(
        ["pl-made-up"],
        (resource(INGRESS_RULE, {"ipProtocol": "tcp", "prefixListId": "pl-made-up"}),),
    ),
    ("sg-egress-restricted", "cidrs"): Told(["0.0.0.0/0"], (resource(EGRESS_RULE, _WORLD),)),
    ("account-detectors", "external"): Told(
        ["guardduty", "securityhub", "config", "inspector"], (), {"require": True}
    ),
    ("kms-policy-least-privilege", "adminRoles"): Told(
        [f"arn:aws:iam::{OURS}:role/other"], (resource(KEY_POLICY, {"policy": _MANAGED}),)
    ),
}
"""Rule and setting → where it works."""
