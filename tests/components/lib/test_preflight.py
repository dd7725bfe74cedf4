"""What is refused before anything exists."""

import json
import re
import runpy
from typing import Any

import pytest
from pulumi.runtime.settings import get_monitor

from components import StackContext, context_of
from components.lib.regions import ContextError
from local.program.recorder import PROJECT
from local.program.stack_config import stack_config
from stack_settings import StackSettings
from tests.fakes.recorder import ACCOUNT, ROOT, record
from tests.test_stack_settings import settings

DOMAIN = {"name": "pay.example.com", "certificateArn": "arn:aws:acm:{}:certificate/one"}


def placed(settings: StackSettings, stack: str = "dev") -> StackContext:
    """The place of `stack`, as the program finds it."""
    found: list[StackContext] = []
    record(lambda: found.append(context_of(settings)), stack)
    return found[0]


def refusal(settings: StackSettings, stack: str = "dev") -> str:
    """What is said against `stack`."""
    with pytest.raises(ContextError) as caught:
        placed(settings, stack)
    return str(caught.value)


def test_a_place_is_where_its_stack_s_settings_say() -> None:
    """Project and stack are the engine's, the rest is the settings'."""
    home = settings(owner="tills", logRetentionDays="731", retention="dispose")
    assert placed(home, "staging") == StackContext(
        "tillstack", "staging", "444455556666", "eu-central-1", "tills", 731, protect=False
    )


@pytest.mark.parametrize(
    ("stack", "name", "description"),
    [
        ("Dev", "Cognito domain prefix `tillstack-Dev-444455556666`", "not `D`"),
        ("my_stack", "Cognito domain prefix `tillstack-my_stack-444455556666`", "not `_`"),
        ("my.stack", "SQS queue `tillstack-my.stack-payments`", "not `.`"),
        ("awsome", "Cognito domain prefix `tillstack-awsome-444455556666`", "no `aws`"),
        ("cognito", "Cognito domain prefix `tillstack-cognito-444455556666`", "no `cognito`"),
        ("a" * 36, f"IAM role `tillstack-{'a' * 36}-process-dead-letter`", "64 characters"),
    ],
)
def test_a_stack_s_name_that_aws_refuses_is_refused(
    stack: str, name: str, description: str
) -> None:
    """With the physical name, the rule, AWS's page and the mend."""
    said = refusal(settings(), stack)
    assert name in said
    assert description in said
    assert "nothing has been made" in said
    assert said.endswith("Mend it with:\n  pulumi stack rename …")


def test_one_line_is_said_of_each_kind() -> None:
    """A dot is in a hundred names, and a person reads nine lines."""
    lines = refusal(settings(), "my.stack").splitlines()
    kinds = [line.partition("`")[0] for line in lines if line.startswith("- ")]
    assert len(kinds) == len(set(kinds)) > 5


def test_a_name_is_mended_where_it_is_wrong() -> None:
    """The setting that AWS minds is named, also beside a longer stack's name."""
    assert "--path 'senderAddress'" in refusal(settings(senderAddress="a@-x.example.com"))
    assert "--path 'owner'" in refusal(settings(owner="us & them"))
    domain = {"name": "pay.-.example", "certificateArn": "arn:aws:acm:x"}
    assert "--path 'domain.name'" in refusal(settings(domain=json.dumps(domain)))


@pytest.mark.parametrize(
    "home", ["eu-west-1:444455556666", "eu-central-1:111122223333", "us-gov-west-1:444455556666"]
)
def test_a_certificate_of_another_region_or_account_is_refused(home: str) -> None:
    """With what its ARN must begin with."""
    domain = {"name": "pay.example.com", "certificateArn": f"arn:aws:acm:{home}:certificate/one"}
    said = refusal(settings(domain=json.dumps(domain)))
    assert "begins with arn:aws:acm:eu-central-1:444455556666:certificate/" in said
    assert "--path 'domain.certificateArn'" in said


def test_a_certificate_is_of_the_region_s_partition() -> None:
    """What is right in GovCloud begins with `arn:aws-us-gov:`, and with nothing else."""
    home = "acm:us-gov-west-1:444455556666:certificate/one"
    domain: dict[str, Any] = {"name": "pay.example.com", "certificateArn": f"arn:aws-us-gov:{home}"}
    gov = {"aws:region": "us-gov-west-1", "domain": json.dumps(domain)}
    assert placed(settings(**gov)).partition == "aws-us-gov"
    domain["certificateArn"] = f"arn:aws:{home}"
    assert "begins with arn:aws-us-gov:" in refusal(
        settings(**gov | {"domain": json.dumps(domain)})
    )


def test_a_region_that_can_not_hold_the_stack_is_refused() -> None:
    """One that is none, and one that lacks a service."""
    assert "Did you mean eu-central-1" in refusal(settings(**{"aws:region": "eu-centrl-1"}))
    assert "no Cognito user pools" in refusal(settings(**{"aws:region": "cn-north-1"}))


def test_a_chat_where_there_is_none_is_refused() -> None:
    """GovCloud has no such service; without the setting nobody minds."""
    region = {"aws:region": "us-gov-west-1"}
    chat = '{"workspaceId": "T07EA123LEP", "channelId": "C07EZ1ABC23"}'
    said = refusal(settings(**region, alarmChat=chat))
    assert "Nothing has been made. Leave the chat out: pulumi config rm alarmChat" in said
    assert placed(settings(**region)).region == "us-gov-west-1"


def test_an_environment_that_is_too_large_is_refused_with_its_size() -> None:
    """It would stop an update in its middle."""
    said = refusal(settings(timing=json.dumps({"polling": [900] * 1_000})))
    assert re.search(r"environment variables of [56],\d{3} bytes, and Lambda takes 4,096", said)
    assert "Nothing has been made. Shorten `timing`" in said


def test_a_region_without_snapshots_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    """Whoever deploys there hears that first calls take longer; elsewhere nothing is said."""
    with caplog.at_level("INFO"):
        placed(settings())
        assert "SnapStart" not in caplog.text
        placed(settings(**{"aws:region": "us-gov-west-1"}))
    assert caplog.text.count("us-gov-west-1 has no Lambda SnapStart") == 1


@pytest.mark.parametrize(
    ("stack", "config"),
    [
        ("Dev", {}),
        ("dev", {"aws:region": "cn-north-1"}),
        ("dev", {"aws:region": "eu-centrl-1"}),
        ("dev", {"timing": json.dumps({"polling": [900] * 1_000})}),
        ("dev", {"domain": json.dumps(DOMAIN)}),
    ],
)
def test_nothing_is_registered_before_the_refusal(stack: str, config: dict[str, str]) -> None:
    """Not one resource: `pulumi up --skip-preview` makes each as soon as it is registered."""
    given = {
        "aws:region": "eu-central-1",
        "aws:allowedAccountIds": json.dumps([ACCOUNT]),
        "pspKey": "sk_test_elsewhere",
        "senderAddress": "payments@example.com",
        **config,
    }
    monitors: list[Any] = []

    def program() -> None:
        monitors.append(get_monitor())
        runpy.run_path(str(ROOT / "__main__.py"))

    with pytest.raises(ContextError):
        record(program, stack, stack_config(ROOT, PROJECT, "none", given))
    assert [each.resources for each in monitors] == [{}]
