"""What AWS's services would send while something is wrong, and while all is well.

From each service's own page: AWS Lambda Developer Guide, "Types of metrics for Lambda functions";
Amazon SQS Developer Guide, "Available CloudWatch metrics for Amazon SQS"; Amazon SNS Developer
Guide, "Monitoring Amazon SNS topics using CloudWatch"; Amazon API Gateway Developer Guide, "Amazon
API Gateway dimensions and metrics".
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


ONE_OF_TEN: Final = Trouble({0: 10}, {0: 9, 1: 1})
SERVICES: Final[Mapping[tuple[str, str], Trouble]] = {
    ("AWS/ApiGateway", "5XXError"): ONE_OF_TEN,
    ("AWS/Lambda", "Errors"): ONE_OF_TEN,
    ("AWS/Lambda", "Throttles"): Trouble({}, {1: 1}),
    ("AWS/SNS", "NumberOfNotificationsFailedToRedriveToDlq"): Trouble({}, {1: 1}),
    ("AWS/SQS", "ApproximateAgeOfOldestMessage"): Trouble({2: 1}, {901: 1}),
    ("AWS/SQS", "ApproximateNumberOfMessagesNotVisible"): Trouble({0: 1}, {1: 1}),
    ("AWS/SQS", "ApproximateNumberOfMessagesVisible"): Trouble({0: 1}, {1: 1}),
}
"""Namespace and metric → what it does."""
