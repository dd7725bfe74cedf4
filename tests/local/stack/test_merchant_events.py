"""What merchants are told is compared with the rows; the lies are in `test_invariants.py`."""

from dataclasses import replace

from local.stack.merchant_events import events_as_they_are, events_taken, steps_told
from tests.fakes.payments import ID
from tests.local.stack.test_invariants import FIRST, at_another, run, with_events, with_row


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


def test_what_every_endpoint_has_is_counted() -> None:
    """All three events, each as its ledger tells it."""
    assert events_taken(run()) == events_as_they_are(run()) == (3, [])


def test_an_event_that_an_endpoint_lacks_is_named() -> None:
    """By its id and its merchant; what is there is counted."""
    assert events_taken(with_events(run(), **{FIRST: {}})) == (
        2,
        [f"{FIRST} was not taken by the endpoint of acme."],
    )


def test_an_event_that_is_not_what_it_says_is_named() -> None:
    """Changed on its way; it was taken all the same."""
    touched = with_events(run(), **{FIRST: {"id": FIRST}})
    assert events_taken(touched) == (3, [])
    assert events_as_they_are(touched)[1] == [f"{FIRST} came to acme as no event of its ledger."]


def test_an_event_that_nobody_wrote_is_named() -> None:
    """No entry of any payment tells it."""
    more = with_events(run(), evt_of_nothing={"id": "evt_of_nothing"})
    fault = "evt_of_nothing came to acme as no event of its ledger."
    assert events_as_they_are(more) == (4, [fault])


def test_an_event_at_another_merchants_endpoint_is_named_twice() -> None:
    """One endpoint lacks it, the other has what is none of its own."""
    snapshot = at_another(run())
    assert len(events_taken(snapshot)[1]) == len(events_as_they_are(snapshot)[1]) == 3


def test_a_payment_from_before_its_merchant_had_an_endpoint_is_not_told() -> None:
    """Nothing is lacking where nothing was to be told, and what came was not asked for."""
    earlier = with_row(run(), tells_merchant=False)
    assert events_taken(earlier) == (3, [])
    assert len(events_as_they_are(earlier)[1]) == 3


def test_where_nobody_looked_at_endpoints_nothing_is_said() -> None:
    """Neither that an event is there nor that one is lacking."""
    unseen = replace(run(), taken=None)
    assert events_taken(unseen) == events_as_they_are(unseen) == (0, [])
