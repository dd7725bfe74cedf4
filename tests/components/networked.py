"""The production stack, which has a network of its own, with a fleet and without: for its parts."""

import json
from functools import cache
from typing import Any

from local.policy_check.policy_check import stand_ins
from tests.fakes.recorder import Recording, record_program

ZONES = ("a", "b")


@cache
def networked() -> Recording:
    """Recorded once, as its file has it."""
    return recorded("prod")


def recorded(stack: str, **settings: str) -> Recording:
    """Any of the four, with these settings beside its file's."""
    return record_program(stack, {**stand_ins(stack), **settings})


@cache
def fleeted() -> Recording:
    """The same with workers on EC2, in the sizes that are not set."""
    return recorded("prod", fleet='{"pspInFlight": 1000}')


def inputs(name: str) -> dict[str, Any]:
    """What the program asked for under this logical name."""
    return dict(networked().named(name).inputs)


def policy(name: str) -> list[dict[str, Any]]:
    """The statements of the policy of an endpoint or a grant."""
    found: list[dict[str, Any]] = json.loads(inputs(name)["policy"])["Statement"]
    return found
