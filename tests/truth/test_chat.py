"""AWS's own provider says yes to the alarms' chat."""

import json

from local.policy_check.policy_check import stand_ins
from tests.fakes.recorder import record_program
from truth.plugin import AwsProvider
from truth.registrations import registrations

KINDS = {"aws_chatbot_slack_channel_configuration", "aws_iam_policy"}


def test_the_chat_is_validated_and_planned(aws: AwsProvider) -> None:
    """The channel, its role and its guardrail."""
    chat = json.dumps({"workspaceId": "T07EA123LEP", "channelId": "C07EZ1ABC23"})
    recording = record_program("prod", {**stand_ins("prod"), "alarmChat": chat})
    found = [each for each in registrations(recording, aws) if each.name.startswith("chat-")]
    assert {each.kind for each in found} >= KINDS
    assert [said for each in found for said in each.judged(aws)] == []
