"""Least-privilege statements as functions, and the document that holds them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from components.lib.context import StackContext

Statement = Mapping[str, Any]
Condition = Mapping[str, Mapping[str, Any]]


def document(*statements: Statement) -> str:
    """The statements as one policy document, JSON."""
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def allow(
    actions: Sequence[str], resources: Sequence[str], when: Condition | None = None
) -> Statement:
    """An identity may do `actions` on `resources`, under `when` if given."""
    return {
        "Effect": "Allow",
        "Action": list(actions),
        "Resource": list(resources),
        **({"Condition": when} if when else {}),
    }


def account_decides(context: StackContext) -> Statement:
    """Who may use a key is decided by the account's own IAM policies."""
    return {
        "Sid": "AccountDecides",
        "Effect": "Allow",
        "Principal": {"AWS": context.arn("iam", "root")},
        "Action": "kms:*",
        "Resource": "*",
    }


def allow_service(
    service: str, actions: Sequence[str], resource: str, when: Condition
) -> Statement:
    """An AWS service may do `actions` on the resource that the policy is attached to.

    `when` is never optional: without it the service could act for somebody else's account
    (AWS: "The confused deputy problem").
    """
    return {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": list(actions),
        "Resource": resource,
        "Condition": when,
    }


def allow_accounts(
    sid: str,
    account_arns: Sequence[str],
    actions: Sequence[str],
    resources: Sequence[str],
    when: Condition | None = None,
) -> Statement:
    """These accounts may let their own identities do `actions`, under `when` if given."""
    return {
        "Sid": sid,
        "Principal": {"AWS": list(account_arns)},
        **allow(actions, resources, when),
    }


def deny_insecure(action: str, *resources: str) -> Statement:
    """Nobody may do `action` without TLS (PCI DSS 4.2.1)."""
    return {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": action,
        "Resource": resources[0] if len(resources) == 1 else list(resources),
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def deny_old_tls(action: str, *resources: str) -> Statement:
    """Nobody may do `action` with a TLS older than 1.2, where a service still takes that."""
    return {
        "Sid": "NewTlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": action,
        "Resource": list(resources),
        "Condition": {"NumericLessThan": {"s3:TlsVersion": "1.2"}},
    }


def deny_everybody(
    sid: str, actions: Sequence[str], when: Condition | None = None, resource: str = "*"
) -> Statement:
    """Nobody may do `actions` on what the policy is attached to: always, or where `when` holds."""
    return {
        "Sid": sid,
        "Effect": "Deny",
        "Principal": "*",
        "Action": actions,
        "Resource": resource,
        **({"Condition": when} if when else {}),
    }


def from_account(context: StackContext, *source_arns: str) -> Condition:
    """Only on behalf of these resources of our own account."""
    return {
        "StringEquals": {"aws:SourceAccount": context.account},
        "ArnLike": {"aws:SourceArn": list(source_arns)},
    }


def from_source(*source_arns: str) -> Condition:
    """Only on behalf of these resources, whose ARNs name their account.

    For a service that is documented to name the resource and not the account beside it
    (SNS, "Fanout to Amazon SQS queues").
    """
    sources = source_arns[0] if len(source_arns) == 1 else [*source_arns]
    return {"ArnLike": {"aws:SourceArn": sources}}


def via(context: StackContext, service: str) -> Condition:
    """The key is used through `service` only, never by a call of the role's own."""
    return {"StringEquals": {"kms:ViaService": context.endpoint(service)}}


def trust_for(context: StackContext, service: str, source_arn: str) -> str:
    """The trust policy of a role that `service` may take for one kind of thing of ours."""
    return document(
        {
            "Effect": "Allow",
            "Principal": {"Service": service},
            "Action": "sts:AssumeRole",
            "Condition": from_account(context, source_arn),
        }
    )


def trust(service: str) -> str:
    """The trust policy of a role that only `service` may take."""
    return document(
        {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    )
