"""What must be of an account, a bucket or a region that is not ours: AWS's own, with the source.

One entry serves one service only: an account that lends a layer may still not be sent a message.
"""

import re
from typing import Final

from .arns import Arn
from .tokens import SLACK_CHANNEL

LAYERS: Final = {
    "017000801446": "Powertools for AWS Lambda (Python): Installation",
    "094274105915": "Powertools for AWS Lambda (TypeScript): Installation",
    "336392948345": "AWS SDK for pandas (awswrangler): AWS Lambda Managed Layers",
    "580247275435": "CloudWatch User Guide: Available versions of the Lambda Insights extension",
}
"""Accounts that publish layers → where AWS says so."""

LOAD_BALANCERS: Final = {
    "af-south-1": "098369216593",
    "ap-east-1": "754344448648",
    "ap-northeast-1": "582318560864",
    "ap-northeast-2": "600734575887",
    "ap-northeast-3": "383597477331",
    "ap-south-1": "718504428378",
    "ap-southeast-1": "114774131450",
    "ap-southeast-2": "783225319266",
    "ap-southeast-3": "589379963580",
    "ca-central-1": "985666609251",
    "cn-north-1": "638102146993",
    "cn-northwest-1": "037604701340",
    "eu-central-1": "054676820928",
    "eu-north-1": "897822967062",
    "eu-south-1": "635631232127",
    "eu-west-1": "156460612806",
    "eu-west-2": "652711504416",
    "eu-west-3": "009996457667",
    "me-south-1": "076674570225",
    "sa-east-1": "507241528517",
    "us-east-1": "127311923021",
    "us-east-2": "033677994240",
    "us-gov-east-1": "190560391635",
    "us-gov-west-1": "048591011584",
    "us-west-1": "027434742980",
    "us-west-2": "797873946194",
}
"""Region → the account whose root writes access logs into a bucket (Elastic Load Balancing:
"Enable access logs for your Application Load Balancer")."""

_AWS: Final = "aws"
"""In place of an account: policies and data identifiers that AWS keeps (IAM: "AWS managed
policies"; CloudWatch Logs: "CloudWatch Logs managed data identifiers")."""
_BUCKETS: Final = ("prod-{region}-starport-layer-bucket", "al2023-repos-{region}-de612dc2")
"""Images come out of the first (Amazon ECR: "Create the Amazon S3 gateway endpoint"), the packages
of Amazon Linux 2023 out of the second."""
_HOME: Final = {"acm": "us-east-1", "wafv2": "us-east-1"}
"""Services that serve the edge from one region (Amazon Cognito: "Using your own domain for
managed login"; AWS WAF: "Resources that you can protect")."""


_CHAT_REGIONS: Final = ("ap-southeast-1", "eu-west-1", "us-east-2", "us-west-2")
"""Where chats are configured, of whichever region their topics are (AWS General Reference: "Amazon
Q Developer in chat applications endpoints and quotas")."""


def lent(arn: Arn) -> bool:
    """Whether AWS itself keeps what the ARN names."""
    layer = arn.service == "lambda" and arn.resource.startswith("layer:")
    return arn.account == _AWS or (layer and arn.account in LAYERS)


def writes_logs(account: str, regions: frozenset[str]) -> bool:
    """Whether it is the account of the load balancers of these regions."""
    return any(LOAD_BALANCERS.get(region) == account for region in regions)


def keeps_bucket(name: str, regions: frozenset[str]) -> bool:
    """Whether it is a bucket of AWS's own, of one of these regions."""
    return any(name == each.format(region=region) for each in _BUCKETS for region in regions)


def lends(resource: str) -> bool:
    """Whether an ARN names objects of a bucket of AWS's own, of whichever region."""
    forms = (re.escape(each).replace(r"\{region\}", "[a-z0-9-]+") for each in _BUCKETS)
    return any(re.fullmatch(rf"arn:[a-z-]+:s3:::{each}/\*", resource) for each in forms)


def chats(kind: str, path: str, text: str) -> bool:
    """Whether it is the region that a chat is configured in, which is one of four."""
    return (kind, path) == (SLACK_CHANNEL, "region") and text in _CHAT_REGIONS


def edge(arn: Arn) -> bool:
    """Whether it is at home in one region only, wherever it is used."""
    return _HOME.get(arn.service) == arn.region
