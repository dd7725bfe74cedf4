"""What AWS lets a name be.

Read on 2026-11-28; a test compares with botocore's service models where those carry a rule.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple


class NameRule(NamedTuple):
    """How AWS wants names of one kind."""

    what: str
    longest: int
    alphabet: str
    """A character class, and what may stand at the end."""
    description: str
    """The alphabet in words."""
    source: str
    """AWS's own page: API reference, unless it says otherwise."""
    shape: str = ".+"
    """What more the whole name must match."""
    shape_description: str = ""
    words: tuple[str, ...] = ()
    """What it may not hold."""


_DASHES = "letters, digits, - and _"
_DOTS = "letters, digits and - _ ."
_IAM = "letters, digits and + = , . @ - _"
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_NO_EDGE = "beginning and ending with a letter or digit"

RULES: Mapping[str, NameRule] = {
    "queue": NameRule(
        "SQS queue",
        80,
        r"(?:[A-Za-z0-9_-]|\.fifo$)",
        f"{_DASHES}, and .fifo at the end",
        "SQS: CreateQueue",
    ),
    "table": NameRule(
        "DynamoDB table",
        255,
        "[A-Za-z0-9_.-]",
        _DOTS,
        "DynamoDB Developer Guide: Supported data types and naming rules",
        ".{3,}",
        "at least three characters",
    ),
    "function": NameRule("Lambda function", 64, "[A-Za-z0-9_-]", _DASHES, "Lambda: CreateFunction"),
    "layer": NameRule("Lambda layer", 140, "[A-Za-z0-9_-]", _DASHES, "Lambda: PublishLayerVersion"),
    "role": NameRule("IAM role", 64, "[A-Za-z0-9_+=,.@-]", _IAM, "IAM: CreateRole"),
    "policy": NameRule("IAM policy", 128, "[A-Za-z0-9_+=,.@-]", _IAM, "IAM: CreatePolicy"),
    "chat configuration": NameRule(
        "chat configuration",
        128,
        "[A-Za-z0-9_-]",
        _DASHES,
        "AWS Chatbot: CreateSlackChannelConfiguration",
    ),
    "log group": NameRule(
        "log group",
        512,
        "[A-Za-z0-9_./#-]",
        "letters, digits and . - _ / #",
        "CloudWatch Logs: CreateLogGroup",
    ),
    "log policy": NameRule(
        "log resource policy",
        512,
        r"[^\x00-\x1f\x7f]",
        "no control characters",
        "CloudWatch Logs: PutResourcePolicy, which names no bound",
    ),
    "rule": NameRule("EventBridge rule", 64, "[A-Za-z0-9_.-]", _DOTS, "EventBridge: PutRule"),
    "event bus": NameRule(
        "event bus",
        256,
        "[A-Za-z0-9/_.-]",
        f"{_DOTS} /",
        "EventBridge: CreateEventBus",
    ),
    "event archive": NameRule(
        "event archive",
        48,
        "[A-Za-z0-9_.-]",
        _DOTS,
        "EventBridge: CreateArchive",
    ),
    "schema registry": NameRule(
        "schema registry",
        64,
        "[A-Za-z0-9_.-]",
        _DOTS,
        "EventBridge: CreateRegistry",
    ),
    "alarm": NameRule(
        "CloudWatch alarm",
        255,
        r"[^\x00-\x1f\x7f]",
        "no control characters",
        "CloudWatch: PutMetricAlarm",
    ),
    "dashboard": NameRule(
        "CloudWatch dashboard", 255, "[A-Za-z0-9_-]", _DASHES, "CloudWatch: PutDashboard"
    ),
    "topic": NameRule("SNS topic", 256, "[A-Za-z0-9_-]", _DASHES, "SNS: CreateTopic"),
    "secret": NameRule(
        "secret",
        512,
        "[A-Za-z0-9/_+=.@-]",
        "letters, digits and / _ + = . @ -",
        "Secrets Manager: CreateSecret",
    ),
    "key alias": NameRule(
        "key's alias",
        256,
        "[A-Za-z0-9/_-]",
        "letters, digits and / _ -",
        "KMS: CreateAlias",
        "alias/(?!aws/).+",
        "beginning with alias/ and not with alias/aws/",
    ),
    "user pool": NameRule(
        "Cognito user pool",
        128,
        r"[A-Za-z0-9_ +=,.@-]",
        f"{_IAM} and spaces",
        "Amazon Cognito: CreateUserPool",
    ),
    "sign-in domain": NameRule(
        "Cognito domain prefix",
        63,
        "[a-z0-9-]",
        "small letters, digits and dashes",
        "Amazon Cognito: CreateUserPoolDomain; guide: Using the Amazon Cognito prefix domain",
        "[a-z0-9](.*[a-z0-9])?",
        _NO_EDGE,
        ("aws", "amazon", "cognito"),
    ),
    "mail template": NameRule(
        "SES template", 64, "[A-Za-z0-9_-]", _DASHES, "CloudFormation: AWS::SES::Template"
    ),
    "configuration set": NameRule(
        "SES configuration set", 64, "[A-Za-z0-9_-]", _DASHES, "SES API v2: CreateConfigurationSet"
    ),
    "mail domain": NameRule(
        "mail domain",
        253,
        "[A-Za-z0-9.-]",
        "letters, digits, dashes and dots",
        "RFC 1035, 2.3.4",
        rf"(?i:{_LABEL}(\.{_LABEL})+)",
        f"labels of at most 63 characters, each {_NO_EDGE}",
    ),
    "gateway domain": NameRule(
        "gateway's domain",
        253,
        "[a-z0-9.-]",
        "small letters, digits, dashes and dots",
        "RFC 1035, 2.3.4",
        rf"{_LABEL}(\.{_LABEL})+",
        f"labels of at most 63 characters, each {_NO_EDGE}",
    ),
    "security group": NameRule(
        "security group",
        255,
        r"[A-Za-z0-9 ._:/()#,@\[\]+=&;{}!$*-]",
        "letters, digits, spaces and . _ - : / ( ) # , @ [ ] + = & ; { } ! $ *",
        "EC2: CreateSecurityGroup",
        "(?!sg-).+",
        "not beginning with sg-",
    ),
    "name firewall": NameRule(
        "DNS firewall",
        64,
        "[A-Za-z0-9_ '-]",
        f"{_DASHES}, ' and spaces",
        "Route 53 Resolver: CreateFirewallDomainList",
        "(?![0-9]+$).+",
        "something beside digits",
    ),
    "bucket": NameRule(
        "bucket",
        63,
        "[a-z0-9.-]",
        "small letters, digits, dots and dashes",
        "S3: General purpose bucket naming rules",
        "[a-z0-9](.*[a-z0-9])",
        f"{_NO_EDGE}, and no dot beside a dot or dash",
        ("..", ".-", "-."),
    ),
    "trail": NameRule(
        "trail",
        128,
        "[A-Za-z0-9._-]",
        "letters, digits and . _ -",
        "CloudTrail: CreateTrail",
        "(?!.*[._-]{2})[A-Za-z0-9].+[A-Za-z0-9]",
        "no two of . _ - beside each other, a letter or digit at both ends",
    ),
    "launch template": NameRule(
        "launch template",
        128,
        r"[A-Za-z0-9()./_-]",
        "letters, digits and ( ) . - / _",
        "EC2: CreateLaunchTemplate",
        ".{3,}",
        "at least three characters",
    ),
    "web acl": NameRule("web ACL", 128, "[A-Za-z0-9_-]", _DASHES, "AWS WAF: CreateWebACL"),
    "gateway": NameRule(
        "REST API",
        1024,
        r"[\x20-\x7e]",
        "ASCII without control characters",
        "CloudWatch: Dimension, for API Gateway names no bound and the name is one of its metrics'",
    ),
    "tag": NameRule(
        "tag's value",
        256,
        r"[\w \xa0.:/=+@-]",
        "letters, digits, spaces and _ . : / = + - @",
        "IAM: Tag",
    ),
}
"""Kind of name → its rule."""


def wrong(kind: str, name: str) -> str:
    """What AWS would say against `name`; empty if nothing."""
    rule = RULES[kind]
    if strange := sorted(set(re.sub(rule.alphabet, "", name))):
        return f"takes {rule.description}, not `{''.join(strange)}`"
    if found := [word for word in rule.words if word in name]:
        return f"wants no `{found[0]}` in it"
    if len(name) > rule.longest:
        return f"takes {rule.longest} characters, and these are {len(name)}"
    return "" if re.fullmatch(rule.shape, name) else f"wants {rule.shape_description}"


def spoils(kind: str, part: str) -> bool:
    """Whether `part` alone makes a name wrong, wherever it stands in it."""
    rule = RULES[kind]
    strange = re.sub(rule.alphabet, "", part)
    return bool(strange) or any(word in part for word in rule.words)
