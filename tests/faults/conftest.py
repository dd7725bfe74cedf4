"""One running stack for all faults; after each of them every promise must hold."""

from collections.abc import Iterator

import pytest

from local import invariants, witness
from local.client import MerchantClient
from local.stack import LocalStack
from tests._wait import until
from tests.faults.steps import SAW
from tests.journey.conftest import acme, bistro

__all__ = ("acme", "bistro")

CALM_S = 120
"""The longest lease, the longest sweep and a planned wait, on a busy machine."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A run that met no fault proves nothing, so it says what it met."""
    if SAW:
        terminalreporter.section("faults met")
        for kind, times in sorted(SAW.items()):
            terminalreporter.write_line(f"{times:5}  {kind}")


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
