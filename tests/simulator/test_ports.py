"""What the simulated ports judge by themselves."""

import pytest

from runtime.contract.timing import Timing
from runtime.use_cases.scheduling import AFTER_LEASE
from simulator.fault_injection import Options
from simulator.harness import Harness as Simulated
from simulator.invocation import Invocation
from simulator.ports import OWN, multiplies, planned_twice
from tests.fakes.payments import Harness

TIMING = Timing()


@pytest.mark.parametrize(
    ("due_in", "sweeps", "put_off", "faults"),
    [
        (TIMING.first_sweep + 5, 0, 60, 1),
        (TIMING.first_sweep + 5, 0, 0, 1),
        (TIMING.first_sweep + 5, 1, 60, 0),
        (TIMING.first_sweep, 0, 60, 0),
    ],
)
def test_a_second_plan_beside_the_first_is_found(
    due_in: int, sweeps: int, put_off: int, faults: int
) -> None:
    """So is one that repeats it; not one after a sweep, not one whose time has come."""
    harness = Harness()
    now = harness.clock.now()
    before = harness.accepted(due_at=now + due_in, sweeps=sweeps)
    after = before.model_copy(update={"due_at": now + due_in + put_off})
    assert len(list(planned_twice(before, after, now, TIMING))) == faults


def test_the_end_of_a_lease_is_planned_once() -> None:
    """What stood there at the claim is no plan of its end; the date of whoever waits for it is."""
    harness = Harness()
    claimed = harness.claimed()
    end = (claimed.lease_until or 0) + AFTER_LEASE + TIMING.first_sweep
    waits = claimed.model_copy(update={"due_at": end})
    later = claimed.model_copy(update={"due_at": (waits.due_at or 0) + AFTER_LEASE})
    now = harness.clock.now()
    assert list(planned_twice(claimed, waits, now, TIMING)) == []
    assert len(list(planned_twice(waits, waits, now, TIMING))) == 1
    assert len(list(planned_twice(waits, later, now, TIMING))) == 1


@pytest.mark.parametrize(
    ("use_case", "to", "writes", "faults"),
    [
        ("processor", "processor", 0, 1),
        ("processor", "processor", 1, 0),
        ("process_dead_letter", "processor", 0, 1),
        ("notifier", "notifier", 0, 1),
        ("sweeper", "notifier", 0, 1),
        ("operator", "notifier", 0, 1),
        ("processor", "notifier", 0, 0),
        ("acceptor", "processor", 0, 0),
        ("receiver", "processor", 0, 0),
    ],
)
def test_a_message_that_follows_no_write_is_found(
    use_case: str, to: str, writes: int, faults: int
) -> None:
    """Not what somebody asked for, and not the mail that the processor asks for."""
    run = Invocation(Simulated("test", Options()), use_case, 30)
    run.writes = writes
    assert len(list(multiplies(run, to))) == faults
    run.sends = writes + 1
    assert len(list(multiplies(run, to))) == (to in OWN.get(use_case, ()))
