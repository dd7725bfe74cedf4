"""A worker over a queue in memory."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest

from runtime.contract.timing import Timing
from runtime.domain.errors import UnavailableError
from runtime.worker.in_flight import InFlight
from runtime.worker.worker import LONG_POLL_SECONDS, Handle, Worker, WorkerTimes, times_of
from tests._wait import until
from tests.fakes.message_source import FakeMessageSource

TIMES = WorkerTimes(held=30, longest=10, again_in=270)


@contextmanager
def working(
    source: FakeMessageSource,
    handle: Handle,
    *,
    at_a_time: int = 10,
    times: WorkerTimes = TIMES,
    alive: Callable[[], None] = lambda: None,
) -> Iterator[Worker]:
    """A worker that has begun; after the block it is stopped."""
    worker = Worker(source, lambda _: handle, InFlight(at_a_time), times, alive)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()
        # Its last receive is still waiting, and takes what comes next.
        source.add("last")


class Gate:
    """Handles a record only when it is opened."""

    def __init__(self) -> None:
        self.began: list[str] = []
        self.opened = Event()

    def __call__(self, record: Mapping[str, Any]) -> bool:
        """True, later."""
        self.began.append(record["body"])
        self.opened.wait(30)
        return True


def test_a_message_that_is_done_is_deleted() -> None:
    """What is handled in Lambda's form of a record is gone from the queue, and only that."""
    source, seen = FakeMessageSource("a", "b"), list[Mapping[str, Any]]()

    def handle(record: Mapping[str, Any]) -> bool:
        seen.append(record)
        return True

    with working(source, handle):
        until(lambda: len(source.deleted) == 2)
    assert sorted(source.deleted) == ["a", "b"]
    assert source.hidden in ([], [("last", 0)])
    assert {"messageId": "message-0", "body": "a", "attributes": {}} in seen


def test_a_message_that_failed_comes_again_as_late_as_from_the_function() -> None:
    """It is deleted by nobody, and hidden for the queue's own visibility."""
    source = FakeMessageSource("a")
    with working(source, lambda _: False):
        until(lambda: source.hidden == [("a", 270)])
    assert source.deleted == []


def test_no_more_is_taken_than_may_be_in_flight() -> None:
    """With two at a time, the third message is asked for once one of them is done."""
    source, gate = FakeMessageSource("a", "b", "c"), Gate()
    with working(source, gate, at_a_time=2):
        until(lambda: len(gate.began) == 2)
        assert source.asked == [(2, LONG_POLL_SECONDS, 30)]
        gate.opened.set()
        until(lambda: len(source.deleted) == 3)
    assert all(at_most in (1, 2) for at_most, _, _ in source.asked)


def test_what_is_worked_on_stays_hidden() -> None:
    """A third of the time before anybody else could see it, it is hidden anew."""
    source, gate = FakeMessageSource("a"), Gate()
    with working(source, gate, times=WorkerTimes(held=0, longest=10, again_in=1)):
        until(lambda: source.hidden.count(("a", 0)) > 2)
        gate.opened.set()


def test_what_takes_too_long_is_hidden_no_more() -> None:
    """A thread that hangs keeps its message from nobody."""
    source, gate = FakeMessageSource("a"), Gate()
    with working(source, gate, times=WorkerTimes(held=0, longest=0, again_in=1)) as worker:
        until(lambda: gate.began)
        assert worker.is_polling
    assert source.hidden.count(("a", 0)) <= 2
    gate.opened.set()


def test_a_stop_finishes_what_was_begun_and_takes_nothing_more() -> None:
    """The message in its hands is done and deleted; what a late receive brings is given back."""
    source, gate = FakeMessageSource("a"), Gate()
    with working(source, gate) as worker:
        until(lambda: gate.began and len(source.asked) == 2)
        gate.opened.set()
        assert worker.stop() == 0
        assert source.deleted == ["a"]
        source.add("late")
        until(lambda: source.hidden == [("late", 0)])
    assert gate.began == ["a"]


def test_a_stop_gives_back_what_does_not_end_in_time() -> None:
    """It is told how many, and somebody else gets them at once."""
    source, gate = FakeMessageSource("a"), Gate()
    worker = Worker(
        source,
        lambda _: gate,
        InFlight(1),
        WorkerTimes(held=30, longest=0, again_in=270),
        lambda: None,
    )
    worker.start()
    until(lambda: gate.began)
    assert worker.stop() == 1
    assert source.hidden == [("a", 0)]
    gate.opened.set()


def test_each_round_is_a_sign_of_life() -> None:
    """It is given at the beginning, and again for each receive."""
    signs: list[None] = []
    source = FakeMessageSource("a")
    with working(source, lambda _: True, alive=lambda: signs.append(None)):
        until(lambda: len(source.asked) == 2)
        assert len(signs) == len(source.asked) + 1


def test_a_receive_that_failed_is_said_once_and_pauses(caplog: pytest.LogCaptureFixture) -> None:
    """AWS's code and the pause are in the line; a stop ends the pause at once."""
    source = FakeMessageSource()
    source.failures = [UnavailableError("SQS did not answer as asked: Throttling.")] * 9
    with working(source, lambda _: True):
        until(lambda: [each for each in caplog.records if each.message == "worker.receive"])
    [line] = [vars(each) for each in caplog.records if each.message == "worker.receive"]
    assert line["reason"] == "SQS did not answer as asked: Throttling."
    assert 0.5 <= line["pause_s"] <= 1
    assert len(source.asked) == 1


def test_a_queue_that_is_deaf_ends_no_worker(caplog: pytest.LogCaptureFixture) -> None:
    """A message that can't be deleted comes again; the worker says so and goes on."""
    source = FakeMessageSource("a")
    source.deaf = True
    with working(source, lambda _: True) as worker:
        until(lambda: "worker.delete" in caplog.messages)
        assert worker.is_polling
        source.deaf = False
        source.add("b")
        until(lambda: source.deleted == ["b"])


def test_a_mistake_of_its_own_ends_it(caplog: pytest.LogCaptureFixture) -> None:
    """A process that takes nothing any more is not alive for those who watch it."""

    def no_disk() -> None:
        message = "/run/secret"
        raise OSError(message)

    worker = Worker(FakeMessageSource(), lambda _: bool, InFlight(1), TIMES, no_disk)
    worker.start()
    until(lambda: not worker.is_polling)
    worker.stop()
    [line] = [vars(each) for each in caplog.records]
    assert (line["message"], line["error"]) == ("worker.poll", "OSError")
    assert "secret" not in str(line)


def test_its_times_are_the_functions() -> None:
    """It works as long as an invocation may last, and a failure waits six times as long."""
    times = times_of(Timing(processor_timeout=45))
    assert times == WorkerTimes(held=45, longest=45, again_in=270)
