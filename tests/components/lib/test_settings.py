"""The shapes by which components take settings."""

import pytest

from components.lib.settings import (
    Domain,
    FunctionSize,
    GatewaySettings,
    ProgramSettings,
    StackLocation,
    Throttle,
)
from tests.test_stack_settings import settings

STACK = settings(
    domain='{"name": "pay.example.com", "certificateArn": "arn:aws:acm:eu-central-1:1:c/1"}'
)


@pytest.mark.parametrize(
    ("shape", "part"),
    [
        (StackLocation, STACK),
        (ProgramSettings, STACK),
        (GatewaySettings, STACK),
        (FunctionSize, STACK.processor),
        (Throttle, STACK.throttle),
        (Domain, STACK.domain),
    ],
)
def test_the_stack_s_settings_have_the_shape(shape: type, part: object) -> None:
    """Whatever a component may read of the settings is there, and it has a value."""
    members = {name for name in vars(shape) if not name.startswith("_")}
    assert members
    assert [name for name in members if getattr(part, name) is None] == []
