"""Our four stacks as the pack sees them, each declared once."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from local.policy_check import policy_check
from local.policy_check.analyzer import Declared, declared
from tests.fakes.recorder import record_program

STACKS: Final = policy_check.STACKS
_ALL: Final = {
    "dependencyLayer": "true",
    "eventBus": '{"readers": ["111122223333"]}',
    "alarmChat": '{"workspaceId": "T07EA123LEP", "channelId": "C07EZ1ABC23"}',
}
"""What is optional, so that the rules see it too."""


def config(stack: str) -> Mapping[str, str]:
    """What a person must still say for a stack file, and what they may."""
    return {**policy_check.stand_ins(stack), **_ALL}


FLEET: Final = {"fleet": '{"pspInFlight": 1000}'}
"""What no stack of ours asks for: workers on EC2 beside the function."""


@cache
def with_fleet(*, known: bool = True) -> tuple[Declared, ...]:
    """The production stack with them."""
    return tuple(declared(record_program("prod", {**config("prod"), **FLEET}, known=known)))


@cache
def ours(stack: str, *, known: bool = True) -> tuple[Declared, ...]:
    """One of our stacks: as deployed, or as in its very first preview."""
    return tuple(declared(record_program(stack, config(stack), known=known)))
