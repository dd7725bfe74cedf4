"""With something away, payments wait in the ledger and finish by themselves when it is back.

Times are simulated seconds; each test holds the liveness bound of docs/reliability.md, and its
own, much shorter one.
"""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from runtime.contract.timing import Timing
from runtime.domain.payment import MailStatus, Payment, Status
from simulator.batch import quiet
from simulator.book import PAYS
from simulator.clients import LONGEST_PAUSE, Client, make_ask
from simulator.fault_injection import MINUTE, Options, Outage
from simulator.harness import BrokenPromiseError, Harness
from simulator.history import come_to_rest, liveness_bound, sweep_every_minute
from simulator.queues import visibility

PAYMENTS = 20
AWAY = 20 * MINUTE
TIMING = Timing()
POISON = ("{}", "not ours", '{"v": 99}')

Opened = Callable[..., Harness]


@pytest.fixture
def opened() -> Iterator[Opened]:
    """Makes worlds without other faults, where a client asks every three seconds."""
    worlds: list[Harness] = []

    def make(*outages: Outage, workers: int = 3, swept: bool = True) -> Harness:
        harness = Harness("fallback", Options(workers=workers, outages=outages, horizon=AWAY))
        worlds.append(harness)
        for number in range(PAYMENTS):
            ask = make_ask("acme", f"key-{number}", 2_500, PAYS, f"payer{number}@example.com")
            harness.scheduler.after(3 * number, Client(harness, ask).submit)
        if swept:
            sweep_every_minute(harness)
        return harness

    with quiet():
        yield make
    for harness in worlds:
        harness.scheduler.close()


def rows(harness: Harness) -> list[Payment]:
    """Every payment."""
    return list(harness.observed.store.rows.values())


def while_away(harness: Harness) -> Counter[Status]:
    """Where payments stand when what was away is about to come back."""
    harness.scheduler.run(harness.scheduler.now + AWAY)
    return Counter(row.status for row in rows(harness))


def recovered(harness: Harness) -> int:
    """Seconds from the return of what was away until every payer was charged and told, once."""
    harness.heal()
    seconds = come_to_rest(harness)
    assert Counter(row.status for row in rows(harness)) == {Status.SUCCEEDED: PAYMENTS}
    assert {row.notification.status for row in rows(harness)} == {MailStatus.SENT}
    assert {row.attempt_count for row in rows(harness)} == {1}
    assert len(harness.observed.mails) == PAYMENTS
    assert seconds <= liveness_bound(TIMING)
    return seconds


def test_payments_wait_for_the_psp(opened: Opened) -> None:
    """Twenty minutes without the PSP use no attempt; the longest pause of the circuit is over."""
    harness = opened(Outage("psp", 0, AWAY))
    assert while_away(harness) == {Status.QUEUED: PAYMENTS}
    assert recovered(harness) <= TIMING.circuit_open[-1] + 2 * MINUTE


def test_payments_outlive_a_purged_queue(opened: Opened) -> None:
    """Every message is lost before it is read: the sweeper makes them anew from the ledger."""
    harness = opened(Outage("processor", 0, MINUTE + 1))
    harness.scheduler.run(harness.scheduler.now + MINUTE)
    assert len(harness.queue.waiting) == PAYMENTS
    harness.queue.purge()
    assert recovered(harness) <= TIMING.first_sweep + 2 * MINUTE


def test_payments_wait_for_the_processor(opened: Opened) -> None:
    """Switched off, nothing moves and nothing is lost; switched on, the queue is worked off."""
    harness = opened(Outage("processor", 0, AWAY))
    assert while_away(harness) == {Status.QUEUED: PAYMENTS}
    assert recovered(harness) <= 3 * MINUTE


def test_mails_wait_for_the_notifier(opened: Opened) -> None:
    """Payments become final without it; each payer is told once when it is back."""
    harness = opened(Outage("notifier", 0, AWAY))
    assert while_away(harness) == {Status.SUCCEEDED: PAYMENTS}
    assert harness.observed.mails == []
    assert recovered(harness) <= 3 * MINUTE


def test_payments_outlive_a_ledger_that_refuses(opened: Opened) -> None:
    """What was accepted waits, what was not is refused: its client comes back with its key."""
    harness = opened(Outage("ledger", MINUTE // 2, AWAY))
    waiting = while_away(harness)
    assert 0 < waiting.total() < PAYMENTS
    assert harness.coverage.counts["5xx answers"] > 0
    assert recovered(harness) <= max(LONGEST_PAUSE, visibility(TIMING)) + 3 * MINUTE


def test_messages_that_nobody_can_read_hold_up_no_payment(opened: Opened) -> None:
    """One worker, and poison in front: payments become final within one visibility timeout."""
    harness = opened(workers=1)
    for body in POISON:
        harness.queue.put(body)
    harness.scheduler.run(harness.scheduler.now + 3 * PAYMENTS + visibility(TIMING))
    assert Counter(row.status for row in rows(harness)) == {Status.SUCCEEDED: PAYMENTS}
    assert {message.body for message in harness.queue.waiting.values()} == set(POISON)


def test_a_payment_that_never_rests_breaks_the_bound(opened: Opened) -> None:
    """The bound is a promise of its own: without a sweeper, a purged queue breaks it."""
    harness = opened(Outage("processor", 0, MINUTE + 1), swept=False)
    harness.scheduler.run(harness.scheduler.now + MINUTE)
    harness.queue.purge()
    harness.heal()
    with pytest.raises(BrokenPromiseError, match=r"I12: .* is still queued"):
        come_to_rest(harness)
