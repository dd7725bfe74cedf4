"""With something away, payments wait in the ledger and finish by themselves when it is back.

Times are simulated seconds; each test holds the liveness bound of docs/reliability.md, and its
own, much shorter one.
"""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from runtime.contract.timing import Timing
from runtime.domain.payment import MailStatus, Payment, Status
from tests.sim.batch import quiet
from tests.sim.book import PAYS
from tests.sim.chaos import MINUTE, Options, Outage
from tests.sim.clients import LONGEST_PAUSE, Client, make_ask
from tests.sim.history import LIVENESS_BOUND, come_to_rest, sweep_every_minute
from tests.sim.queues import VISIBILITY
from tests.sim.world import Violation, World

PAYMENTS = 20
AWAY = 20 * MINUTE
TIMING = Timing()
POISON = ("{}", "not ours", '{"v": 99}')

Opened = Callable[..., World]


@pytest.fixture
def opened() -> Iterator[Opened]:
    """Makes worlds without other faults, where a client asks every three seconds."""
    worlds: list[World] = []

    def make(*outages: Outage, workers: int = 3, swept: bool = True) -> World:
        world = World("fallback", Options(workers=workers, outages=outages, horizon=AWAY))
        worlds.append(world)
        for number in range(PAYMENTS):
            ask = make_ask("acme", f"key-{number}", 2_500, PAYS, f"payer{number}@example.com")
            world.stage.after(3 * number, Client(world, ask).submit)
        if swept:
            sweep_every_minute(world)
        return world

    with quiet():
        yield make
    for world in worlds:
        world.stage.close()


def rows(world: World) -> list[Payment]:
    """Every payment."""
    return list(world.scene.store.rows.values())


def while_away(world: World) -> Counter[Status]:
    """Where payments stand when what was away is about to come back."""
    world.stage.run(world.stage.now + AWAY)
    return Counter(row.status for row in rows(world))


def recovered(world: World) -> int:
    """Seconds from the return of what was away until every payer was charged and told, once."""
    world.heal()
    seconds = come_to_rest(world)
    assert Counter(row.status for row in rows(world)) == {Status.SUCCEEDED: PAYMENTS}
    assert {row.notification.status for row in rows(world)} == {MailStatus.SENT}
    assert {row.attempt_count for row in rows(world)} == {1}
    assert len(world.scene.mails) == PAYMENTS
    assert seconds <= LIVENESS_BOUND
    return seconds


def test_payments_wait_for_the_psp(opened: Opened) -> None:
    """Twenty minutes without the PSP use no attempt; the longest pause of the circuit is over."""
    world = opened(Outage("psp", 0, AWAY))
    assert while_away(world) == {Status.QUEUED: PAYMENTS}
    assert recovered(world) <= TIMING.circuit_open[-1] + 2 * MINUTE


def test_payments_outlive_a_purged_queue(opened: Opened) -> None:
    """Every message is lost before it is read: the sweeper makes them anew from the ledger."""
    world = opened(Outage("processor", 0, MINUTE + 1))
    world.stage.run(world.stage.now + MINUTE)
    assert len(world.queue.waiting) == PAYMENTS
    world.queue.purge()
    assert recovered(world) <= TIMING.first_sweep + 2 * MINUTE


def test_payments_wait_for_the_processor(opened: Opened) -> None:
    """Switched off, nothing moves and nothing is lost; switched on, the queue is worked off."""
    world = opened(Outage("processor", 0, AWAY))
    assert while_away(world) == {Status.QUEUED: PAYMENTS}
    assert recovered(world) <= 3 * MINUTE


def test_mails_wait_for_the_notifier(opened: Opened) -> None:
    """Payments are settled without it; each payer is told once when it is back."""
    world = opened(Outage("notifier", 0, AWAY))
    assert while_away(world) == {Status.SUCCEEDED: PAYMENTS}
    assert world.scene.mails == []
    assert recovered(world) <= 3 * MINUTE


def test_payments_outlive_a_ledger_that_refuses(opened: Opened) -> None:
    """What was accepted waits, what was not is refused: its client comes back with its key."""
    world = opened(Outage("ledger", MINUTE // 2, AWAY))
    waiting = while_away(world)
    assert 0 < waiting.total() < PAYMENTS
    assert world.saw.counts["5xx answers"] > 0
    assert recovered(world) <= max(LONGEST_PAUSE, VISIBILITY) + 3 * MINUTE


def test_messages_that_nobody_can_read_hold_up_no_payment(opened: Opened) -> None:
    """One worker, and poison in front: payments are settled within one visibility timeout."""
    world = opened(workers=1)
    for body in POISON:
        world.queue.put(body)
    world.stage.run(world.stage.now + 3 * PAYMENTS + VISIBILITY)
    assert Counter(row.status for row in rows(world)) == {Status.SUCCEEDED: PAYMENTS}
    assert {message.body for message in world.queue.waiting.values()} == set(POISON)


def test_a_payment_that_never_rests_breaks_the_bound(opened: Opened) -> None:
    """The bound is a promise of its own: without a sweeper, a purged queue breaks it."""
    world = opened(Outage("processor", 0, MINUTE + 1), swept=False)
    world.stage.run(world.stage.now + MINUTE)
    world.queue.purge()
    world.heal()
    with pytest.raises(Violation, match=r"I12: .* is still queued"):
        come_to_rest(world)
