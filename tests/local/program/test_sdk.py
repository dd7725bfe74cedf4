"""What every run under the SDK's mocks needs."""

import asyncio
from typing import Any

import pulumi
import pytest
from pulumi.runtime import rpc
from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs, Mocks
from pulumi.runtime.mocks import test as mocks_test

from local.program.sdk import Monitor, own_loop, plain, run_alone


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


def test_a_run_leaves_nothing_to_the_next() -> None:
    """Settings and resources of one program are not another's, and its answer comes back."""

    class Nothing(Monitor):
        refusal = ValueError

        def keep(self, *_registration: Any) -> None:
            pass

    def read() -> str | None:
        return pulumi.Config("project").get("size")

    def program() -> str | None:
        found = read()
        # Without a wait for what is under way the SDK leaves it behind.
        mocks_test(lambda: pulumi.Output.from_input(None))()  # type: ignore[no-untyped-call] # the SDK's
        return found

    first, second = (Nothing(_Nowhere()) for _ in range(2))
    assert run_alone(program, first, "project", "dev", {"project:size": "big"}) == "big"
    assert read() is None
    assert run_alone(program, second, "project", "dev", {}) is None


class _Nowhere(Mocks):
    """A cloud that is never asked."""

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], None]:
        raise AssertionError(args.token)

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        raise AssertionError(args.typ)
