"""What AWS's services would send while something is wrong, and while all is well.

From each service's own page: AWS Lambda Developer Guide, "Types of metrics for Lambda functions";
Amazon SQS Developer Guide, "Available CloudWatch metrics for Amazon SQS"; Amazon SNS Developer
Guide, "Monitoring Amazon SNS topics using CloudWatch"; Amazon API Gateway Developer Guide, "Amazon
API Gateway dimensions and metrics"; Amazon SES Developer Guide, "Creating reputation monitoring
alarms using CloudWatch"; AWS Certificate Manager User Guide, "Supported CloudWatch metrics"; Amazon
EC2 Auto Scaling User Guide, "Amazon CloudWatch metrics for Amazon EC2 Auto Scaling".
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

Samples = Mapping[float, int]
"""Value → how often it was sent in one minute."""


class Trouble(NamedTuple):
    """What is sent each minute; an empty one: nothing."""

    well: Samples
    wrong: Samples
    minutes: int = 3
    """How long it is wrong."""
    every: int = 1
    """Minutes from one sample to the next."""


ONE_OF_TEN: Final = Trouble({0: 10}, {0: 9, 1: 1})
SERVICES: Final[Mapping[tuple[str, str], Trouble]] = {
    ("AWS/AutoScaling", "GroupInServiceInstances"): Trouble({1: 1}, {0: 1}, 15),
    ("AWS/ApiGateway", "5XXError"): ONE_OF_TEN,
    ("AWS/ApiGateway", "Latency"): Trouble({90: 95, 700: 5}, {90: 95, 1_800: 5}, 20),
    ("AWS/CertificateManager", "DaysToExpiry"): Trouble({200: 1}, {30: 1}, 1_440, every=720),
    ("AWS/Lambda", "Duration"): Trouble({120: 10}, {120: 9, 899_000: 1}),
    ("AWS/Lambda", "Errors"): ONE_OF_TEN,
    ("AWS/Lambda", "Throttles"): Trouble({}, {1: 1}),
    ("AWS/SES", "Reputation.BounceRate"): Trouble({0.004: 1}, {0.051: 1}, 90),
    ("AWS/SES", "Reputation.ComplaintRate"): Trouble({0.0001: 1}, {0.0011: 1}, 90),
    ("AWS/SNS", "NumberOfNotificationsFailedToRedriveToDlq"): Trouble({}, {1: 1}),
    ("AWS/SQS", "ApproximateAgeOfOldestMessage"): Trouble({2: 1}, {901: 1}),
    ("AWS/SQS", "ApproximateNumberOfMessagesNotVisible"): Trouble({0: 1}, {1: 1}),
    ("AWS/SQS", "ApproximateNumberOfMessagesVisible"): Trouble({0: 1}, {1: 1}),
    # What a filter on the trail's log counts.
    **{
        ("tillstack-prod-audit", name): Trouble({}, {1: 1})
        for name in (
            "root-use",
            "keys-disabled",
            "trail-changed",
            "rights-changed",
            "bucket-policies-changed",
        )
    },
}
"""Namespace and metric → what it does."""
