"""One running stack for all faults; after each of them every promise must hold."""

from collections.abc import Iterator

import pytest

from local import invariants, witness
from local.client import MerchantClient
from local.stack import LocalStack
from tests._wait import until
from tests.journey.conftest import acme, bistro

__all__ = ("acme", "bistro")

CALM_S = 120
"""The longest lease, the longest sweep and a planned wait, on a busy machine."""


@pytest.fixture
def sound(acme: MerchantClient, bistro: MerchantClient, stack: LocalStack) -> Iterator[None]:
    """Once the fault is over everything comes to rest, and every promise was kept."""
    earlier = witness.known(stack)
    seen = len(acme.answers), len(bistro.answers)
    yield
    until(lambda: len(set(witness.at_rest(stack))) == 1, CALM_S)
    answers = [*acme.answers[seen[0] :], *bistro.answers[seen[1] :]]
    evidence = witness.collect(stack, answers).without(earlier)
    assert [one for one in invariants.examine(evidence) if one.faults] == []
