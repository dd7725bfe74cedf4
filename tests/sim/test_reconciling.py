"""The nightly comparison in the simulated world."""

import pytest

from runtime.domain.payment import Status, payment_id
from runtime.use_cases.reconcile_payments import Difference, Finding
from tests.sim.book import BETRAYS, PAYS
from tests.sim.chaos import Options, Outage
from tests.sim.clients import Client, make_ask
from tests.sim.history import come_to_rest, sweep_every_minute
from tests.sim.reconciling import compare
from tests.sim.world import World

ID = payment_id("acme", "key-1")


def played(card: str, *outages: Outage) -> World:
    """A history of one payment, up to the moment before it is asked to come to rest."""
    world = World(card, Options(outages=outages))
    client = Client(world, make_ask("acme", "key-1", 2_500, card, "payer@example.com"))
    world.stage.after(0, client.submit)
    sweep_every_minute(world)
    return world


def test_money_taken_after_a_decline_is_found_and_comes_to_rest() -> None:
    """One night finds it, the step function moves it, and the nights after find nothing."""
    world = played(BETRAYS)
    world.stage.run(world.stage.now + 600)
    row = world.scene.row(ID)
    assert row is not None
    assert row.status is Status.FAILED
    come_to_rest(world)
    world.stage.close()
    assert world.saw.counts["differences paid_after_failed"] == 1
    row = world.scene.row(ID)
    assert row is not None
    assert row.status is Status.REQUIRES_REVIEW


def test_a_night_without_the_psp_finds_nothing_out_and_says_so() -> None:
    """A list that breaks off is a finding, never an agreement."""
    world = played(PAYS)
    world.stage.run(world.stage.now + 60)
    world.lies = {"list": ["503"]}
    assert compare(world) == [Finding(Difference.UNREAD, None, None)]
    assert compare(world) == []
    world.stage.close()


@pytest.mark.parametrize("method", ["ledger.page", "psp.list"])
def test_a_night_that_dies_has_compared_nothing(method: str) -> None:
    """Its answer is no list of findings at all."""
    world = played(PAYS)
    world.stage.run(world.stage.now + 60)
    world.dies = lambda point: point == f"reconciler: before {method}"
    assert compare(world) is None
    world.stage.close()


def test_dead_letters_are_processed() -> None:
    """A ledger that is away for longer than ten receives leaves letters, and all come to rest."""
    world = played(PAYS, Outage("ledger", 1, 2_650))
    world.lies = {"charge": ["429"]}
    world.stage.run(world.stage.now + 3_600)
    come_to_rest(world)
    world.stage.close()
    assert world.saw.counts["messages parked in a dead-letter queue"] >= 1
    assert world.saw.counts["dead letters settled"] >= 1
