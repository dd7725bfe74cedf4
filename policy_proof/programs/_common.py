"""What every small program needs: a key, a log group, a function, each in order."""

import json
from typing import Any

import pulumi_aws as aws

from policy_proof.programs._logs import log_group

ACCOUNT = "111122223333"
REGION = "eu-central-1"


def document(*statements: object) -> str:
    """A policy document."""
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def root() -> object:
    """The account's own administration of its key."""
    return {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }


def key(name: str, *statements: object) -> aws.kms.Key:
    """A key that the account administers; others may what `statements` say."""
    return aws.kms.Key(
        name,
        deletion_window_in_days=30,
        enable_key_rotation=True,
        rotation_period_in_days=365,
        policy=document(root(), *statements),
    )


def function(name: str, **more: Any) -> aws.lambda_.Function:
    """A function with its log group, and a key for whatever it is told."""
    own = key(f"{name}-logs-key")
    group = log_group(name, own)
    code: dict[str, Any] = {} if "package_type" in more else {"runtime": "python3.13"}
    return aws.lambda_.Function(
        name,
        name=name,
        kms_key_arn=own.arn,
        role=f"arn:aws:iam::{ACCOUNT}:role/worker",
        reserved_concurrent_executions=1,
        tracing_config={"mode": "Active"},
        logging_config={"log_group": group.name, "log_format": "JSON"},
        **code,
        **more,
    )


def arn(service: str, name: str) -> str:
    """Something of ours."""
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{name}"


def reader(name: str, action: str, resource: str) -> object:
    """One role of ours may do one thing."""
    return {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:role/{name}"},
        "Action": action,
        "Resource": resource,
    }


def alarms(topic: str) -> object:
    """CloudWatch may say on a topic what our alarms say."""
    return {
        "Effect": "Allow",
        "Principal": {"Service": "cloudwatch.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": arn("sns", topic),
        "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
    }


def over_tls(action: str, resource: str) -> object:
    """Nobody without TLS."""
    return {
        "Effect": "Deny",
        "Principal": "*",
        "Action": action,
        "Resource": resource,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
