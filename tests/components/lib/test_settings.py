"""The shapes by which components take settings."""

import inspect

import pytest

from components.lib.settings import PagerSettings, ProgramSettings, PspSettings
from tests.test_stack_settings import settings

STACK = settings(
    domain='{"name": "pay.example.com", "certificateArn": "arn:aws:acm:eu-central-1:1:c/1",'
    '"trustStore": "tests/fakes/client-authority.pem"}',
    network='{"zones": ["a", "b"]}',
    fleet='{"pspInFlight": 1000}',
    eventBus='{"readers": ["444455556666"]}',
    alarmEmail="alarms@example.com",
    alarmChat='{"workspaceId": "T07EA123LEP", "channelId": "C07EZ1ABC23"}',
    alarmPager="https://events.pagerduty.com/integration/standin/enqueue",
)


@pytest.mark.parametrize("shape", [ProgramSettings, PagerSettings, PspSettings])
def test_the_stack_s_settings_have_the_shape(shape: type) -> None:
    """Whatever a component may read of the settings is there, and it has a value."""
    members = {name for name in vars(shape) if not name.startswith("_")}
    assert members
    assert [name for name in members if getattr(STACK, name) is None] == []


def test_what_every_component_is_given_holds_no_secret() -> None:
    """The key, the webhook secrets and the pager's address reach whoever writes them."""
    secret = {"alarm_pager", "psp_key", "psp_key_text", "webhook_secrets", "webhook_secrets_json"}
    every, of_one = (
        secret & {*vars(shape), *inspect.get_annotations(shape)}
        for shape in (ProgramSettings, PspSettings)
    )
    assert every == set()
    assert of_one == {"psp_key_text", "webhook_secrets_json"}
