"""The measurement's own parts; the measurement itself is `python -m bench.telling`."""

from collections import Counter

import pytest
from rich.console import Console

from bench.telling import FAILS, fails, table, waits
from local.receiver.shop import BUSY, TAKEN, Heard, Outcome


def heard(event_id: str, outcome: Outcome, after: float) -> Heard:
    """A message of an event of second 100, that came so much later."""
    return Heard(event_id, outcome, TAKEN, {"created": 100}, 100 + after)


HEARD = [
    heard("evt_1", Outcome.TAKEN, 2.0),
    heard("evt_2", Outcome.REFUSED, 1.0),
    heard("evt_2", Outcome.TAKEN, 9.0),
    heard("evt_3", Outcome.TAKEN, 0.5),
    heard("evt_3", Outcome.REPEAT, 7.0),
]


def test_an_event_waits_until_it_is_taken() -> None:
    """Refusals and repeats are no end of it, and count as times that it came."""
    found = waits(HEARD)
    assert found.seconds == [0.5, 2.0, 9.0]
    assert found.came == Counter({1: 1, 2: 2})


def test_an_endpoint_fails_as_often_as_it_says() -> None:
    """Whatever the event and the attempt, and each time alike."""
    answers = [fails(f"evt_{n}", before) for n in range(1_000) for before in range(3)]
    assert answers.count(BUSY) / len(answers) == pytest.approx(FAILS, abs=0.03)
    assert {*answers} == {BUSY, TAKEN}
    assert fails("evt_7", 0) == fails("evt_7", 0)


def test_the_table_has_the_longest_wait_and_the_attempts() -> None:
    """One row of all events."""
    console = Console(width=160)
    with console.capture() as said:
        console.print(table(waits(HEARD), 12, 2.5))
    words = " ".join(said.get().split())
    assert "of 2.5 payments a second" in words
    assert "fails 30% of the time, in 12 s" in words
    assert "9.0 s │ 1.67 │ 2" in words
