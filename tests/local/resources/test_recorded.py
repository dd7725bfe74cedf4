"""Types that are only written down."""

import pytest

from local.emulator.emulator import Emulator
from local.resources import KINDS, RECORDED_ONLY, ResourceError, create
from truth.right import fullest


def test_each_has_a_reason_and_no_class() -> None:
    """A recorded-only type says why, and nothing else claims to create it."""
    assert all(RECORDED_ONLY.values())
    assert not RECORDED_ONLY.keys() & KINDS.keys()


@pytest.mark.emulator
@pytest.mark.parametrize("token", RECORDED_ONLY)
def test_it_echoes_its_inputs(token: str, emulator: Emulator) -> None:
    """A recorded resource has an id and its own inputs as outputs, where they are right."""
    inputs = fullest()[token]
    physical, outputs = create(token, inputs, emulator)
    assert physical.startswith("recorded-")
    assert outputs == inputs
    with pytest.raises(ResourceError, match="does not understand the input 'some'"):
        create(token, {**inputs, "some": "input"}, emulator)
