"""A resource for each way in: somebody reached by something other than a literal principal."""

import json
from typing import Final

from policies.pci.framework import tokens
from policy_proof.resources import resource
from tests.policies.pci.worlds import OURS, Build, document, key, service

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
