"""Where alarms are read, and how little may be done there."""

import json
from typing import Any

import pytest

from policy_proof.stacks import config
from tests.fakes.recorder import REGION, Recording, program, record_program

ROLE = "arn:aws:iam::111122223333:role/tillstack-prod-chat"


def prod() -> Recording:
    """The production stack with a chat."""
    return record_program("prod", config("prod"))


def channel() -> dict[str, Any]:
    """What is asked of Amazon Q Developer in chat applications."""
    return dict(prod().named("chat-channel").inputs)


def reads(name: str) -> list[dict[str, Any]]:
    """The statements of a policy of the chat's."""
    found: list[dict[str, Any]] = json.loads(prod().named(name).inputs["policy"])["Statement"]
    return found


def test_the_channel_hears_the_alarms_topic_and_nothing_else() -> None:
    """The one that the settings name."""
    topic = prod().named("alarms-topic").outputs["arn"]
    asked = channel()
    assert (asked["slackTeamId"], asked["slackChannelId"]) == ("T07EA123LEP", "C07EZ1ABC23")
    assert asked["snsTopicArns"] == [topic]


def test_nobody_there_can_do_more_than_read_metrics() -> None:
    """By the channel's role or by his own: the guardrail cuts both, and says the same."""
    asked = channel()
    guardrail = prod().named("chat-guardrail").outputs["arn"]
    assert (asked["iamRoleArn"], asked["guardrailPolicyArns"]) == (ROLE, [guardrail])
    assert asked["userAuthorizationRequired"] is True
    assert reads("chat-guardrail") == reads("chat-read-metrics")
    named = {action for each in reads("chat-guardrail") for action in each["Action"]}
    assert {each.rpartition(":")[0] for each in named} == {"cloudwatch"}
    assert all(
        each.startswith(("Get", "List", "Describe"))
        for _, _, each in (action.partition(":") for action in named)
    )
    trust = json.loads(prod().named("chat-role").inputs["assumeRolePolicy"])["Statement"]
    assert [each["Principal"] for each in trust] == [{"Service": "chatbot.amazonaws.com"}]


def test_the_channels_log_is_not_kept_elsewhere() -> None:
    """AWS would make it in another region, with no end and no key of ours."""
    assert channel()["loggingLevel"] == "NONE"


def test_it_is_configured_in_the_nearest_region_that_can() -> None:
    """The stack's own is none of the four."""
    assert (REGION, channel()["region"]) == ("eu-central-1", "eu-west-1")


@pytest.mark.parametrize("prefix", ["chat", "aws:chatbot", "aws:iam/policy"])
def test_without_the_setting_there_is_none(prefix: str) -> None:
    """It is off until somebody names a channel."""
    made = program().resources
    assert [each.name for each in made if each.name.startswith(prefix)] == []
    assert [each.name for each in made if each.type.startswith(prefix)] == []
