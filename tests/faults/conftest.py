"""One running stack for all faults; after each of them every promise must hold."""

from collections.abc import Iterator
from itertools import count

import pytest

from local.stack import collect, invariants
from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from tests._wait import until
from tests.faults.steps import INJECTED, pay, succeeded
from tests.journey.conftest import acme, bistro

__all__ = ("acme", "bistro")

NUMBERS = count(9_000)
"""Payments that probe."""
CALM_S = 120
"""The longest lease, the longest sweep and a planned wait, on a busy machine."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A run that met no fault proves nothing, so it says what it met."""
    if INJECTED:
        terminalreporter.section("faults met")
        for kind, times in sorted(INJECTED.items()):
            terminalreporter.write_line(f"{times:5}  {kind}")


def flowing(stack: LocalStack, client: MerchantClient) -> bool:
    """Whether the circuit is closed; where it is not, a payment probes it."""
    item = stack.emulator.client("dynamodb").get_item(
        TableName=stack.outputs["payments_table"], Key={"payment_id": {"S": "breaker#stripe"}}
    )
    if "Item" not in item or item["Item"]["state"]["S"] == "closed":
        return True
    probe = pay(client, next(NUMBERS))
    until(lambda: succeeded(client, probe), CALM_S)
    return False


@pytest.fixture
def sound(acme: MerchantClient, bistro: MerchantClient, stack: LocalStack) -> Iterator[None]:
    """Once the fault is over everything comes to rest, and every promise was kept.

    Before it calls to the PSP flow: what a moment of overload opened is closed by a payment.
    """
    until(lambda: flowing(stack, acme), CALM_S)
    earlier = collect.known(stack)
    seen = len(acme.answers), len(bistro.answers)
    yield
    until(lambda: len(set(collect.at_rest(stack))) == 1, CALM_S)
    answers = [*acme.answers[seen[0] :], *bistro.answers[seen[1] :]]
    snapshot = collect.collect(stack, answers).without(earlier)
    assert [one for one in invariants.examine(snapshot) if one.faults] == []
