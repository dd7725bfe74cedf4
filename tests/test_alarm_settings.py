"""The settings of who hears an alarm: a pager, and a chat."""

import json

import pytest

from tests.test_stack_settings import GIVEN, refusal, settings


@pytest.mark.parametrize(
    "address",
    [
        "http://events.pagerduty.com/integration/0123/enqueue",
        "https://events.pagerduty.com",
        "https://events.pagerduty.com/integration/01 23/enqueue",
        "events.pagerduty.com/integration/0123/enqueue",
    ],
)
def test_a_pager_is_called_by_tls_at_a_whole_address_that_is_never_shown(address: str) -> None:
    """What is refused may hold the pager's key, so the line that mends it asks for a secret."""
    said = refusal({**GIVEN, "alarmPager": address})
    assert "alarmPager: must be an https address with a path" in said
    assert "pulumi config set --secret --path 'alarmPager'" in said
    assert "0123" not in said
    found = settings(alarmPager="https://events.pagerduty.com/integration/0123/enqueue")
    assert found.paged
    assert "0123" not in repr(found)
    assert not settings(alarmPager="").paged


@pytest.mark.parametrize(
    ("field", "wrong", "say"),
    [
        ("workspaceId", "payments-team", "must be the workspace's id, T and"),
        ("workspaceId", "C07EZ1ABC23", "must be the workspace's id, T and"),
        ("workspaceId", "t07ea123lep", "must be the workspace's id, T and"),
        ("channelId", "#alarms", "must be the channel's id, C (or G) and"),
        ("channelId", "https://shop.slack.com/archives/C07EZ1ABC23", "must be the channel's id"),
        ("channelId", "T07EA123LEP", "must be the channel's id"),
        ("channelId", None, "is not set"),
    ],
)
def test_a_chat_is_named_by_slacks_own_ids(field: str, wrong: str | None, say: str) -> None:
    """A name, a link or the other one's id is refused, with where the right one is found."""
    chat = {"workspaceId": "T07EA123LEP", "channelId": "C07EZ1ABC23", field: wrong}
    given = {key: each for key, each in chat.items() if each}
    said = refusal({**GIVEN, "alarmChat": json.dumps(given)})
    assert f"alarmChat.{field}: {say}" in said
    assert f"pulumi config set --path 'alarmChat.{field}'" in said


def test_a_chat_is_there_where_a_channel_is_named() -> None:
    """Off by default."""
    found = settings(alarmChat='{"workspaceId": "T07EA123LEP", "channelId": "C07EZ1ABC23"}')
    assert found.alarm_chat
    assert found.alarm_chat.channel_id == "C07EZ1ABC23"
    assert settings(alarmChat="{}").alarm_chat is None
