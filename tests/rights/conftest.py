"""One running stack for all statements, whose functions work when a flow calls them."""

from collections.abc import Iterator

import pytest

from local.stack.stack import LocalStack
from tests.rights.flows import World, world_of


@pytest.fixture(scope="session")
def world(stack: LocalStack) -> Iterator[World]:
    """The stack at rest, and who speaks to it."""
    with world_of(stack) as world:
        yield world
