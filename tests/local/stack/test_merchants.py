"""The merchants of a local stack."""

import pytest

from local.stack.merchants import MERCHANTS, directory, enrol
from local.stack.stack import LocalStack

pytestmark = pytest.mark.emulator


def test_a_stack_begins_with_its_merchants_and_has_them_once(stack: LocalStack) -> None:
    """Enrolled again, each keeps the client that it has."""
    known = directory(stack.emulator, stack.outputs).directory
    before = {each.name: each.clients for each in known.all() if each.name in MERCHANTS}
    assert set(before) == set(MERCHANTS)
    enrol(stack.emulator, stack.outputs)
    assert {each.name: each.clients for each in known.all() if each.name in MERCHANTS} == before
