"""What other packs report by mistake: none of ours may."""

import json
from typing import Any

import pytest

from local.policy_check.analyzer import Analyzer, Declared
from policies.pci import pack
from policies.pci.framework.tokens import (
    API_INTEGRATION,
    API_METHOD,
    API_STAGE,
    BUCKET,
    BUCKET_LOGGING,
    IAM_ROLE,
    KEY,
    QUEUE,
    ROLE_POLICY,
)
from policy_proof.resources import resource
from policy_proof.settings import PINNED

ACCOUNT = "111122223333"
SQS = f"arn:aws:sqs:eu-central-1:{ACCOUNT}"
ROOT = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
LOGS = resource(BUCKET, {"bucket": "shop-logs"}, "logs")
DEAD = resource(QUEUE, {"name": "dead"}, "dead")


def document(**statement: Any) -> str:
    """A document of one statement."""
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def queue(**more: Any) -> Declared:
    """A queue."""
    return resource(QUEUE, {"name": "it", **more})


DENY = document(
    Effect="Deny",
    Principal="*",
    Action="sqs:*",
    Resource=f"{SQS}:it",
    Condition={"Bool": {"aws:SecureTransport": "false"}},
)
OPEN_KEY = document(Effect="Allow", Principal=ROOT, Action="kms:*", Resource="*")
NO_ARNS = document(
    Effect="Allow",
    Action=["cloudwatch:PutMetricData", "xray:PutTraceSegments"],
    Resource="*",
)
ROLE = resource(IAM_ROLE, {"name": "role"}, "role")
TO_DEAD = json.dumps({"deadLetterTargetArn": f"{SQS}:dead", "maxReceiveCount": 5})


@pytest.mark.parametrize(
    ("rules", "stack"),
    [
        (["sqs-policy-not-public", "sqs-policy-no-wildcard-action"], [queue(policy=DENY)]),
        (["kms-policy-least-privilege"], [resource(KEY, {"policy": OPEN_KEY})]),
        (
            ["iam-no-wildcard-resource"],
            [resource(ROLE_POLICY, {"role": "role", "policy": NO_ARNS}), ROLE],
        ),
        (
            ["sqs-has-dlq"],
            [resource(QUEUE, {"name": "it", "redrivePolicy": TO_DEAD}, "jobs"), DEAD],
        ),
        (
            ["s3-access-logging"],
            [
                LOGS,
                resource(
                    BUCKET_LOGGING,
                    {"bucket": "shop-other", "targetBucket": "shop-logs"},
                    "logging",
                    made_of={"targetBucket": [LOGS]},
                ),
            ],
        ),
        *(
            (["kms-rotation"], [resource(KEY, spec)])
            for spec in (
                {"customerMasterKeySpec": "RSA_4096", "keyUsage": "SIGN_VERIFY"},
                {"customerMasterKeySpec": "HMAC_256", "keyUsage": "GENERATE_VERIFY_MAC"},
            )
        ),
        (
            ["apigw-method-authorization"],
            [resource(API_METHOD, {"httpMethod": "OPTIONS", "authorization": "NONE"})],
        ),
        (
            ["apigw-client-cert-or-mtls"],
            [
                resource(API_STAGE, {"restApi": "shop", "stageName": "v1"}, "stage"),
                resource(API_INTEGRATION, {"restApi": "shop", "type": "AWS_PROXY"}, "function"),
                resource(API_INTEGRATION, {"restApi": "shop", "type": "AWS"}, "service"),
            ],
        ),
    ],
    ids=[
        "denying everybody",
        "a key's policy is about that key",
        "actions without ARNs",
        "dead letters without dead letters",
        "a bucket of logs without logs",
        "an asymmetric key",
        "a key for codes",
        "a browser's question",
        "AWS behind the gateway",
    ],
)
def test_is_not_reported(rules: list[str], stack: list[Declared]) -> None:
    """Checkov 4394, 2336, 5181 and 5148, tfsec 797, cdk-nag on keys that can't turn."""
    found = Analyzer(pack.policies(pack.judge()), {}, PINNED).judge(stack)
    assert not set(rules) & {each.policy for each in found}
