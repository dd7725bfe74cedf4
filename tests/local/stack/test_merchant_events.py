"""What merchants are told is compared with the rows; the lies are in `test_invariants.py`."""

from dataclasses import replace

from local.stack.merchant_events import steps_told
from tests.fakes.payments import ID
from tests.local.stack.test_invariants import run, with_row


def test_each_event_of_a_sound_run_is_counted() -> None:
    """Accepted, processing, and the outcome."""
    assert steps_told(run()) == (3, [])
    assert steps_told(run(declined=True)) == (3, [])


def test_a_row_that_says_otherwise_is_named() -> None:
    """By the field in which the two differ."""
    (fault,) = steps_told(with_row(run(), attempts=()))[1]
    assert fault == f"{ID}: its entries tell another attempts than its row."


def test_entries_that_tell_nothing_are_a_fault() -> None:
    """No outcome is told of a payment that has one."""
    told, faults = steps_told(replace(run(), entries={ID: []}))
    assert told == 0
    assert f"{ID}: it is succeeded, and the last event tells something else." in faults


def test_entries_that_can_not_be_read_are_a_fault() -> None:
    """An end without its beginning."""
    sound = run()
    ends = [entry for entry in sound.entries[ID] if entry.type != "attempt_started"]
    told, faults = steps_told(replace(sound, entries={ID: ends}))
    assert (told, faults) == (0, [f"{ID}: its entries can't be told as events."])
