"""What every run under the SDK's mocks needs."""

import asyncio
from typing import Any

import pytest
from pulumi.runtime import rpc

from local.program.sdk import own_loop, plain


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (5.0, 5),
        (0.5, 0.5),
        (rpc.wrap_rpc_secret({"a": [rpc.wrap_rpc_secret("x")]}), {"a": ["x"]}),
        (None, None),
        (True, True),
    ],
)
def test_a_value_without_wrappers(value: Any, found: Any) -> None:
    """Secrets are unwrapped at any depth, and whole numbers are integers again."""
    assert plain(value) == found
    assert type(plain(value)) is type(found)


def test_a_loop_ends_with_its_block() -> None:
    """The SDK would leave one open in each thread."""
    with own_loop():
        loop = asyncio.get_event_loop()
        assert not loop.is_closed()
    assert loop.is_closed()
