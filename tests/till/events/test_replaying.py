"""A window of events, made due again over fakes."""

import pytest

from runtime.domain.delivery import Due
from runtime.domain.errors import UnavailableError
from runtime.domain.events import EventType
from runtime.domain.payment import created_key
from runtime.domain.transitions import cancel
from tests.fakes.events import FakeEvents
from tests.till.events.asked import SUCCEEDED, World
from till.events.replaying import EARLIER, PACE, Replay, Window

EVERY = EventType.ACCEPTED


def replay(world: World, first: int, end: int, kind: EventType | None = None) -> Replay:
    """A run over a window of acme's."""
    return Replay("acme", Window(first, end, kind), world.asked, world.now, dry_run=False)


def test_every_event_of_the_window_is_due_and_no_other() -> None:
    """The first second is in it, the last is not; another merchant's are not."""
    world = World()
    begun = world.now
    acme = world.pays(5)
    world.pays(5, "bistro")
    run = replay(world, begun + 1, begun + 4)
    run.go(lambda _: None)
    wanted = sorted(f"evt_{row.payment_id.removeprefix('pay_')}_1" for row in acme[1:4])
    assert world.due == wanted
    assert (run.total, run.payments, run.made) == (3, 4, {EVERY: 3})


def test_what_happened_at_the_end_is_left_though_its_payment_was_accepted_before() -> None:
    """Accepted in the window, canceled at its end."""
    world = World()
    row = world.harness.accepted()
    world.harness.clock.advance(9)
    world.harness.write(cancel(row, world.harness.stamp()))
    run = replay(world, row.created_at, row.created_at + 9)
    run.go(lambda _: None)
    assert run.made == {EVERY: 1}


def test_one_type_leaves_the_others() -> None:
    """Of a payment with three events, one."""
    world = World()
    world.harness.succeeded()
    run = replay(world, world.now, world.now + 1, EventType.SUCCEEDED)
    run.go(lambda _: None)
    assert world.due == [SUCCEEDED]


def test_a_late_event_is_found_by_its_payment_of_a_month_before() -> None:
    """And the query asks for no older payments."""
    world = World()
    row = world.harness.accepted()
    run = replay(world, row.created_at + EARLIER, row.created_at + EARLIER + 9)
    run.go(lambda _: None)
    assert (run.payments, run.total) == (1, 0)
    (query,) = world.queries.queries
    assert query.oldest == row.created_at
    assert query.before == created_key(row.created_at + EARLIER + 9, "")
    assert run.last_due_at is None


def test_a_dry_run_counts_the_same_and_writes_nothing() -> None:
    """Nothing is due, nothing became of anything."""
    world = World()
    begun = world.now
    world.pays(25)
    window = Window(begun, world.now, None)
    run = Replay("acme", window, world.asked, world.now, dry_run=True)
    run.go(lambda _: None)
    assert (run.total, run.payments) == (25, 25)
    assert (world.due, world.events.history) == ([], [])
    assert run.last_due_at == world.now + 24 // PACE


def test_many_are_due_one_second_after_the_other() -> None:
    """So that what happens meanwhile is sent between them."""
    world = World()
    begun = world.now
    world.pays(2 * PACE + 1)
    run = replay(world, begun, world.now)
    run.go(lambda _: None)
    times = sorted(each.due_at for each in world.events.waiting.values())
    assert times == sorted([world.now, world.now + 1] * PACE + [world.now + 2])
    assert run.last_due_at == world.now + 2


def test_the_bar_moves_through_the_whole_span() -> None:
    """Newest first, and never back."""
    world = World()
    begun = world.now
    world.pays(25)
    seen: list[int] = []
    run = replay(world, begun, world.now)
    run.go(seen.append)
    assert seen == sorted(seen) == [10, 20, 25]
    assert run.span == 25 + EARLIER


class Stopping(FakeEvents):
    """Somebody presses Ctrl-C at the third event."""

    def ask_again(self, due: Due) -> None:
        """Two are made due."""
        if len(self.waiting) == 2:
            raise KeyboardInterrupt
        super().ask_again(due)


def test_what_was_made_due_before_ctrl_c_is_counted_and_stays() -> None:
    """Of one payment with three events, two."""
    world = World(Stopping())
    world.harness.succeeded()
    run = replay(world, world.now, world.now + 1)
    with pytest.raises(KeyboardInterrupt):
        run.go(lambda _: None)
    assert len(world.due) == run.total == 2


def test_an_outage_ends_it_with_what_was_done() -> None:
    """The count is of what surely is due."""
    world = World()
    world.harness.succeeded()
    world.events.fail_next("ask_again", UnavailableError("DynamoDB gave no answer."))
    run = replay(world, world.now, world.now + 1)
    with pytest.raises(UnavailableError):
        run.go(lambda _: None)
    assert (run.total, world.due) == (0, [])
