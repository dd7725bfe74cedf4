"""The nightly comparison in the simulated environment."""

import pytest

from runtime.domain.payment import Status, payment_id
from runtime.use_cases.reconcile_payments import Difference, Finding
from simulator.book import BETRAYS, PAYS
from simulator.clients import Client, make_ask
from simulator.fault_injection import Options, Outage
from simulator.harness import Harness
from simulator.history import come_to_rest, sweep_every_minute
from simulator.reconciling import compare

ID = payment_id("acme", "key-1")


def played(card: str, *outages: Outage) -> Harness:
    """A history of one payment, up to the moment before it is asked to come to rest."""
    harness = Harness(card, Options(outages=outages))
    client = Client(harness, make_ask("acme", "key-1", 2_500, card, "payer@example.com"))
    harness.scheduler.after(0, client.submit)
    sweep_every_minute(harness)
    return harness


def test_money_taken_after_a_decline_is_found_and_comes_to_rest() -> None:
    """One night finds it, the step function moves it, and the nights after find nothing."""
    harness = played(BETRAYS)
    harness.scheduler.run(harness.scheduler.now + 600)
    row = harness.observed.row(ID)
    assert row is not None
    assert row.status is Status.FAILED
    come_to_rest(harness)
    harness.scheduler.close()
    assert harness.coverage.counts["differences paid_after_failed"] == 1
    row = harness.observed.row(ID)
    assert row is not None
    assert row.status is Status.REQUIRES_REVIEW


def test_a_night_without_the_psp_finds_nothing_out_and_says_so() -> None:
    """A list that breaks off is a finding, never an agreement."""
    harness = played(PAYS)
    harness.scheduler.run(harness.scheduler.now + 60)
    harness.lies = {"list": ["503"]}
    assert compare(harness) == [Finding(Difference.UNREAD, None, None)]
    assert compare(harness) == []
    harness.scheduler.close()


@pytest.mark.parametrize("method", ["ledger.page", "psp.list"])
def test_a_night_that_dies_has_compared_nothing(method: str) -> None:
    """Its answer is no list of findings at all."""
    harness = played(PAYS)
    harness.scheduler.run(harness.scheduler.now + 60)
    harness.dies = lambda point: point == f"reconciler: before {method}"
    assert compare(harness) is None
    harness.scheduler.close()


def test_dead_letters_are_processed() -> None:
    """A ledger that is away for longer than ten receives leaves letters, and all come to rest."""
    harness = played(PAYS, Outage("ledger", 1, 2_650))
    harness.lies = {"charge": ["429"]}
    harness.scheduler.run(harness.scheduler.now + 3_600)
    come_to_rest(harness)
    harness.scheduler.close()
    assert harness.coverage.counts["messages parked in a dead-letter queue"] >= 1
    assert harness.coverage.counts["dead letters processed"] >= 1
