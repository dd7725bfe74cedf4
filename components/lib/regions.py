"""AWS's regions: each one's partition, what it lacks, and where functions start from a snapshot.

Read on 2026-11-28. Partitions, regions and what they lack are botocore's (1.43.106), and a test
compares; of the other partitions (isolated and sovereign) nothing but their names is known here.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import NamedTuple

import pulumi


class Partition(NamedTuple):
    """A part of AWS with accounts and names of its own."""

    dns_suffix: str
    sign_in: str
    """The label before the region in the address of a user pool's domain."""
    regions: tuple[str, ...]


_COMMERCIAL = (
    "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3",
    "ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3",
    "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ca-central-1",
    "ca-west-1", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2",
    "eu-west-1", "eu-west-2", "eu-west-3", "il-central-1", "me-central-1", "me-south-1",
    "mx-central-1", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
)  # fmt: skip

PARTITIONS: Mapping[str, Partition] = {
    "aws": Partition("amazonaws.com", "auth", _COMMERCIAL),
    "aws-cn": Partition("amazonaws.com.cn", "auth", ("cn-north-1", "cn-northwest-1")),
    # AWS GovCloud (US) User Guide, "Amazon Cognito": FIPS endpoints only.
    "aws-us-gov": Partition("amazonaws.com", "auth-fips", ("us-gov-east-1", "us-gov-west-1")),
}

SERVICES: Mapping[str, str] = {
    "apigateway": "API Gateway",
    "cognito-idp": "Cognito user pools",
    "dynamodb": "DynamoDB",
    "email": "SES",
    "events": "EventBridge",
    "kms": "KMS",
    "lambda": "Lambda",
    "logs": "CloudWatch Logs",
    "monitoring": "CloudWatch",
    "s3": "S3",
    "secretsmanager": "Secrets Manager",
    "sns": "SNS",
    "sqs": "SQS",
    "wafv2": "WAF",
    "xray": "X-Ray",
}
"""What the stack stands on, by the prefix of each service's endpoint."""

LACKING: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        (
            "ap-east-1",
            "ap-east-2",
            "ap-southeast-4",
            "ap-southeast-6",
            "ap-southeast-7",
            "eu-south-2",
            "mx-central-1",
        ),
        frozenset({"email"}),
    ),
    **dict.fromkeys(PARTITIONS["aws-cn"].regions, frozenset({"cognito-idp", "email"})),
}
"""Region → the services above that have no endpoint there."""

_CHAT_BY_CONTINENT = {
    **dict.fromkeys(("ca", "mx", "sa", "us"), "us-east-2"),
    **dict.fromkeys(("af", "eu", "il", "me"), "eu-west-1"),
    "ap": "ap-southeast-1",
}
CHAT_REGIONS = frozenset({*_CHAT_BY_CONTINENT.values(), "us-west-2"})
"""Where Amazon Q Developer in chat applications keeps its configurations (AWS General Reference,
"Amazon Q Developer in chat applications endpoints and quotas"); topics may be of any region."""

_NO_SNAPSHOTS = {"ap-east-2", "ap-southeast-6"}
"""Of the commercial regions (Lambda Developer Guide, "Improving startup performance with Lambda
SnapStart", Supported Regions); the other partitions' are none of them."""

_NO_SCHEMAS = {
    "ap-east-2", "ap-south-2", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6",
    "ap-southeast-7", "ca-west-1", "il-central-1", "mx-central-1",
}  # fmt: skip
"""Without a registry of EventBridge's schemas, by botocore."""


class ContextError(pulumi.RunError):
    """The stack can't be made where, or under the names, that its settings say."""


def partition_of(region: str) -> str:
    """The partition of `region`.

    Raises:
        ContextError: there is no such region; the error names the nearest.
    """
    for name, partition in PARTITIONS.items():
        if region in partition.regions:
            return name
    known = [each for partition in PARTITIONS.values() for each in partition.regions]
    near = get_close_matches(region, known, n=3, cutoff=0.5) or known
    raise ContextError(
        f"`{region}` is no AWS region that Tillstack knows, in {', '.join(PARTITIONS)}. Nothing "
        f"has been made. Did you mean {' or '.join(near)}? "
        f"pulumi config set aws:region {near[0]} --stack {pulumi.get_stack()}"
    )


def refuse_lacking(region: str, services: Mapping[str, str] = SERVICES) -> None:
    """Every one of `services` has an endpoint in `region`.

    Raises:
        ContextError: naming those that have none.
    """
    lacking = sorted(services[each] for each in LACKING.get(region, ()) if each in services)
    if lacking:
        raise ContextError(
            f"The region {region} has no {' and no '.join(lacking)}, which the stack needs. "
            "Nothing has been made. Choose another region: "
            f"pulumi config set aws:region … --stack {pulumi.get_stack()}"
        )


def starts_from_snapshots(region: str) -> bool:
    """Whether Lambda SnapStart is offered in `region`."""
    return partition_of(region) == "aws" and region not in _NO_SNAPSHOTS


def keeps_schemas(region: str) -> bool:
    """Whether EventBridge keeps schemas in `region`."""
    return region not in _NO_SCHEMAS


def chat_region(region: str) -> str:
    """Where the chat of a stack in `region` is configured: there, or in the nearest that can.

    Raises:
        ContextError: the region is of another partition, which has none.
    """
    if partition_of(region) != "aws":
        raise ContextError(
            f"The region {region} is of a partition without Amazon Q Developer in chat "
            "applications, so no alarm can be written in a chat. Nothing has been made. Leave the "
            f"chat out: pulumi config rm alarmChat --stack {pulumi.get_stack()}"
        )
    return region if region in CHAT_REGIONS else _CHAT_BY_CONTINENT[region.partition("-")[0]]
