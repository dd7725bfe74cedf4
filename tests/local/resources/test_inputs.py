"""The table of inputs."""

import inspect
import re

import pytest
from pulumi import _types

from local.resources import KINDS, problems
from local.resources.inputs import INPUTS, NEEDED
from local.resources.sdk_types import inputs_class


def test_every_type_has_a_line() -> None:
    """No type is without its inputs, and none has inputs that can't be made."""
    assert set(INPUTS) == set(KINDS)


@pytest.mark.parametrize("token", KINDS)
def test_a_line_names_inputs_of_the_sdk(token: str) -> None:
    """A misspelt name would refuse what the type understands."""
    known = set(_types.input_type_types(inputs_class(token))) | {"region"}
    assert {name.partition(".")[0] for name in INPUTS[token]} <= known
    assert KINDS[token].replaced_by | KINDS[token].write_only <= INPUTS[token]


@pytest.mark.parametrize("token", KINDS)
def test_what_a_class_can_t_create_without_is_needed(token: str) -> None:
    """What would fail in the middle of an `up` is refused in its preview."""
    asked = set(re.findall(r'inputs\.need\("(\w+)"\)', inspect.getsource(KINDS[token].create)))
    assert asked <= {path for path, _ in problems(token, {})}
    assert NEEDED[token] <= INPUTS[token]
