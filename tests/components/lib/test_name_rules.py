"""AWS's rules for names, against botocore's service models."""

import re
import unicodedata
from functools import cache
from typing import Any, NamedTuple

import botocore.session
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.lib.name_rules import RULES, spoils, wrong

MODELS = {
    "queue": ("sqs", "CreateQueue", "QueueName"),
    "table": ("dynamodb", "CreateTable", "TableName"),
    "function": ("lambda", "CreateFunction", "FunctionName"),
    "layer": ("lambda", "PublishLayerVersion", "LayerName"),
    "role": ("iam", "CreateRole", "RoleName"),
    "policy": ("iam", "CreatePolicy", "PolicyName"),
    "chat configuration": ("chatbot", "CreateSlackChannelConfiguration", "ConfigurationName"),
    "log group": ("logs", "CreateLogGroup", "logGroupName"),
    "log policy": ("logs", "PutResourcePolicy", "policyName"),
    "rule": ("events", "PutRule", "Name"),
    "event bus": ("events", "CreateEventBus", "Name"),
    "event archive": ("events", "CreateArchive", "ArchiveName"),
    "schema registry": ("schemas", "CreateRegistry", "RegistryName"),
    "alarm": ("cloudwatch", "PutMetricAlarm", "AlarmName"),
    "dashboard": ("cloudwatch", "PutDashboard", "DashboardName"),
    "topic": ("sns", "CreateTopic", "Name"),
    "secret": ("secretsmanager", "CreateSecret", "Name"),
    "key alias": ("kms", "CreateAlias", "AliasName"),
    "user pool": ("cognito-idp", "CreateUserPool", "PoolName"),
    "sign-in domain": ("cognito-idp", "CreateUserPoolDomain", "Domain"),
    "mail template": ("sesv2", "CreateEmailTemplate", "TemplateName"),
    "configuration set": ("sesv2", "CreateConfigurationSet", "ConfigurationSetName"),
    "mail domain": ("sesv2", "CreateEmailIdentity", "EmailIdentity"),
    "gateway domain": ("apigateway", "CreateDomainName", "domainName"),
    "launch template": ("ec2", "CreateLaunchTemplate", "LaunchTemplateName"),
    "security group": ("ec2", "CreateSecurityGroup", "GroupName"),
    "name firewall": ("route53resolver", "CreateFirewallDomainList", "Name"),
    "bucket": ("s3", "CreateBucket", "Bucket"),
    "trail": ("cloudtrail", "CreateTrail", "Name"),
    "web acl": ("wafv2", "CreateWebACL", "Name"),
    "gateway": ("apigateway", "CreateRestApi", "name"),
    "tag": ("iam", "TagRole", "Tags.Value"),
}
"""Kind → service, operation and member that carry such a name."""

NO_PATTERN = {
    "alarm", "bucket", "configuration set", "dashboard", "gateway", "gateway domain",
    "launch template", "log policy", "mail domain", "mail template", "queue",
    "schema registry", "secret", "security group", "table", "topic", "trail",
}  # fmt: skip
"""Where the model is silent, the rule is from the page that it names."""
NO_LENGTH = NO_PATTERN - {"alarm", "secret", "table"}
NARROWER = {
    "function": "64 letters (CreateFunction); the model also takes an ARN",
    "layer": "the model also takes an ARN",
    "table": "255 letters (naming rules); the model also takes an ARN",
    "key alias": "begins with alias/ and holds no colon (CreateAlias); the model takes both",
    "sign-in domain": "reserved words, which no pattern holds",
    "user pool": "white space is a space here",
    "app client": "white space is a space here",
}
"""Kind → why the rule refuses what the model takes."""


class Bounds(NamedTuple):
    """What a service's model says of a text."""

    least: int
    most: int | None
    pattern: str | None

    def take(self, text: str) -> bool:
        """Whether the model lets `text` pass."""
        most = self.most is None or len(text) <= self.most
        return self.least <= len(text) and most and self._matches(text)

    def _matches(self, text: str) -> bool:
        if self.pattern is None:
            return True
        if r"\p{" in self.pattern:
            # Python knows no Unicode classes; there is one such pattern among these.
            assert self.pattern == r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*"
            return all(one in "_.:/=+-@" or unicodedata.category(one)[0] in "LZN" for one in text)
        return re.fullmatch(self.pattern, text, re.ASCII) is not None


@cache
def model(service: str, operation: str, member: str) -> Bounds:
    """The bounds of a member of an operation's input; `a.b` is b of each of the list a."""
    found: Any = botocore.session.get_session().get_service_model(service)
    found = found.operation_model(operation).input_shape
    for part in member.split("."):
        found = getattr(found, "member", found).members[part]
    said = found.metadata
    return Bounds(said.get("min", 0), said.get("max"), said.get("pattern"))


def test_every_kind_has_a_model() -> None:
    """No rule is left without its operation, and no operation without a rule."""
    assert set(MODELS) == set(RULES)


def test_it_is_known_where_the_models_are_silent() -> None:
    """A botocore that says more than today's wants a look at the rule."""
    bounds = {kind: model(*MODELS[kind]) for kind in RULES}
    assert {kind for kind, each in bounds.items() if each.pattern is None} == NO_PATTERN
    assert {kind for kind, each in bounds.items() if each.most is None} == NO_LENGTH


def test_a_name_is_as_long_as_the_model_lets_it() -> None:
    """Where the model has a bound it is the rule's too, but for those that have a reason."""
    for kind, rule in RULES.items():
        most = model(*MODELS[kind]).most
        if most is not None and kind not in {"function", "table"}:
            assert rule.longest == most, kind
        assert rule.longest <= (most or rule.longest)


@pytest.mark.parametrize("kind", sorted(RULES))
@given(data=st.data())
def test_the_model_takes_what_the_rule_takes(kind: str, data: st.DataObject) -> None:
    """A name that passes here is none that the SDK's model would refuse."""
    rule = RULES[kind]
    lead = "alias/" if kind == "key alias" else ""
    text = lead + data.draw(st.from_regex(f"{rule.alphabet}{{1,{rule.longest}}}", fullmatch=True))
    if not wrong(kind, text):
        assert model(*MODELS[kind]).take(text), text


@pytest.mark.parametrize("kind", sorted(set(RULES) - NO_PATTERN - set(NARROWER)))
@given(data=st.data())
def test_the_rule_takes_what_the_model_takes(kind: str, data: st.DataObject) -> None:
    """Nobody is refused a name that AWS would give them."""
    bounds = model(*MODELS[kind])
    alphabet = st.characters(max_codepoint=127)
    text = data.draw(st.text(alphabet, min_size=bounds.least, max_size=(bounds.most or 99) + 1))
    if text and bounds.take(text):
        assert not wrong(kind, text), text


@pytest.mark.parametrize(
    ("kind", "name", "description"),
    [
        ("queue", "a.b", "not `.`"),
        ("queue", "q" * 81, "takes 80 characters, and these are 81"),
        ("role", "r" * 65, "takes 64 characters"),
        ("function", "f" * 65, "takes 64 characters"),
        ("function", "live:f", "not `:`"),
        ("table", "ab", "at least three characters"),
        ("sign-in domain", "Till", "not `T`"),
        ("sign-in domain", "a_b", "not `_`"),
        ("sign-in domain", "my-aws-till", "no `aws`"),
        ("sign-in domain", "cognitotill", "no `cognito`"),
        ("sign-in domain", "amazonia", "no `amazon`"),
        ("sign-in domain", "till-", "ending with a letter or digit"),
        ("sign-in domain", "d" * 64, "takes 63 characters"),
        ("key alias", "till", "beginning with alias/"),
        ("key alias", "alias/aws/till", "not with alias/aws/"),
        ("mail domain", "example", "labels"),
        ("mail domain", "-a.example.com", "labels"),
        ("mail domain", f"{'a' * 64}.example.com", "labels"),
        ("gateway domain", "pay..example.com", "labels"),
        ("gateway domain", "Pay.example.com", "not `P`"),
        ("configuration set", "c" * 65, "takes 64 characters"),
        ("topic", "a/b", "not `/`"),
        ("tag", "a#b", "not `#`"),
    ],
)
def test_what_aws_refuses_is_said(kind: str, name: str, description: str) -> None:
    """One example of each bound that a person may meet."""
    assert description in wrong(kind, name)


def test_a_part_that_is_minded_wherever_it_stands_is_told_from_one_that_is_only_long() -> None:
    """So that the part that must change is the one that is named."""
    assert spoils("sign-in domain", "Dev")
    assert spoils("sign-in domain", "cognito")
    assert not spoils("sign-in domain", "d" * 99)
