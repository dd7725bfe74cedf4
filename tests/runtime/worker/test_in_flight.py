"""The bound on what one worker has in its hands."""

from threading import Thread

from runtime.wire.received_message import ReceivedMessage
from runtime.worker.in_flight import InFlight

ONE, TWO = (ReceivedMessage(name, "", f"receipt-{name}", {}) for name in ("one", "two"))


def test_room_is_what_is_left_of_the_bound() -> None:
    """Each message that is taken needs a place, and gives it back."""
    in_flight = InFlight(2)
    assert in_flight.room() == 2
    assert in_flight.take(ONE)
    assert in_flight.room() == 1
    in_flight.leave(ONE)
    assert in_flight.room() == 2


def test_whoever_wants_room_waits_for_it() -> None:
    """With every place taken, the next message's place is the first that is given back."""
    in_flight, found = InFlight(1), list[int]()
    in_flight.take(ONE)
    waits = Thread(target=lambda: found.append(in_flight.room()))
    waits.start()
    waits.join(0.05)
    assert found == []
    in_flight.leave(ONE)
    waits.join(10)
    assert found == [1]


def test_closed_it_takes_nothing_and_waits_for_nothing() -> None:
    """Who waited for room hears that there is none any more."""
    in_flight, found = InFlight(1), list[int]()
    in_flight.take(ONE)
    waits = Thread(target=lambda: found.append(in_flight.room()))
    waits.start()
    in_flight.close()
    waits.join(10)
    assert found == [0]
    assert not in_flight.take(TWO)
    assert in_flight.taken_within(60) == [ONE]


def test_what_was_taken_long_ago_is_told_apart() -> None:
    """A message is young for as long as it is said."""
    now = [0.0]
    in_flight = InFlight(2, lambda: now[0])
    in_flight.take(ONE)
    now[0] = 50.0
    in_flight.take(TWO)
    assert in_flight.taken_within(45) == [TWO]
    assert in_flight.taken_within(50) == [ONE, TWO]


def test_empty_is_waited_for_so_long() -> None:
    """True once the last message is answered for, and False where that takes too long."""
    in_flight = InFlight(1)
    assert in_flight.is_empty_within(0)
    in_flight.take(ONE)
    assert not in_flight.is_empty_within(0.01)
    ends = Thread(target=in_flight.leave, args=(ONE,))
    ends.start()
    assert in_flight.is_empty_within(10)
    ends.join()
