"""The table of inputs."""

import sys

import pytest
from pulumi import _types

from local.resources import CLASSES, KINDS
from local.resources._inputs import INPUTS


def test_every_type_has_a_line() -> None:
    """No type is without its inputs, and none has inputs that can't be made."""
    assert set(INPUTS) == set(CLASSES.values())


@pytest.mark.parametrize("token", CLASSES)
def test_a_line_names_inputs_of_the_sdk(token: str) -> None:
    """A misspelt name would refuse what the type understands."""
    cls = CLASSES[token]
    args = getattr(sys.modules[cls.__module__], f"{cls.__name__}Args")
    known = set(_types.input_type_types(args)) | {"region"}
    assert {name.partition(".")[0] for name in INPUTS[cls]} <= known
    assert KINDS[token].replaced_by | KINDS[token].write_only <= INPUTS[cls]
