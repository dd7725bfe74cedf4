"""Partial batch answers: each message fails or succeeds on its own."""

from threading import Barrier
from types import SimpleNamespace

import pytest

from runtime.domain.errors import PermanentError, UnavailableError
from runtime.domain.payment import payment_id
from runtime.invocation.batch import BatchAnswer, by_request, each_record
from runtime.wire.queue_message import decode, encode
from tests.fakes import FakeMetrics
from tests.runtime.handlers.events import records

IDS = [payment_id("acme", str(number)) for number in range(10)]
BATCH = records(*map(encode, IDS))


def failures(answer: BatchAnswer) -> list[str]:
    """The message ids that must come again."""
    assert answer.keys() == {"batchItemFailures"}
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def test_a_batch_that_succeeds_reports_nothing() -> None:
    """Every message is worked on once, and none comes again."""
    seen: list[str] = []
    assert failures(each_record(BATCH, seen.append, FakeMetrics())) == []
    assert sorted(map(decode, seen)) == sorted(IDS)


@pytest.mark.fault(
    "F22",
    sees="Nothing",
    does="The answer is made by a typed builder from the batch's own message ids",
)
@pytest.mark.parametrize(
    "error", [UnavailableError("x"), PermanentError("x"), ValueError("jane@example.com")]
)
def test_only_the_message_that_failed_comes_again(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever one message raises is its own failure, logged by type and without its text."""

    def work(text: str) -> None:
        if decode(text) == IDS[3]:
            raise error

    assert failures(each_record(BATCH, work, FakeMetrics())) == ["message-3"]
    logged = [vars(record) for record in caplog.records]
    assert [line["error"] for line in logged if "error" in line] == [type(error).__name__]
    assert "jane" not in str(logged)


@pytest.mark.fault(
    "F19",
    sees="Nothing: the batch's payments go on",
    does="The message alone is returned, ten times, and parked; it is counted",
    person="looks at the dead-letter queue that the alarm names",
)
@pytest.mark.parametrize("place", [0, 4, 9])
@pytest.mark.parametrize("poison", ["", "{", "{}", '{"v": 99, "payment_id": "x"}', "null"])
def test_a_message_that_cant_be_read_spoils_no_other(place: int, poison: str) -> None:
    """Wherever it stands, it alone fails (and so is parked in the end), and it is counted."""
    bodies = [encode(name) for name in IDS]
    bodies[place] = poison
    seen: list[str] = []
    metrics = FakeMetrics()
    answer = each_record(records(*bodies), lambda text: seen.append(decode(text)), metrics)
    assert failures(answer) == [f"message-{place}"]
    assert len(seen) == len(IDS) - 1
    assert metrics.counts == {"MessageUnreadable": 1}


def test_a_batch_that_fails_whole_is_an_answer_too() -> None:
    """All messages are named, in order; nothing is raised."""

    def work(_: str) -> None:
        message = "down"
        raise UnavailableError(message)

    assert failures(each_record(BATCH, work, FakeMetrics())) == [f"message-{n}" for n in range(10)]


def test_ten_messages_are_worked_on_side_by_side() -> None:
    """All ten are under way at once: each waits for the others before it ends."""
    together = Barrier(10, timeout=5)

    def work(_: str) -> None:
        together.wait()

    assert failures(each_record(BATCH, work, FakeMetrics())) == []


def test_ports_know_the_request_that_they_work_for() -> None:
    """Each message's ports are made anew, with the invocation's own request id."""
    made: list[str] = []
    ports = by_request(made.append)(SimpleNamespace(aws_request_id="request-1"))
    assert made == []
    ports()
    ports()
    assert made == ["request-1", "request-1"]
