"""A step is one line, whatever becomes of it; what one piece of work says ends with it."""

import logging
from concurrent.futures import ThreadPoolExecutor

import pytest

from runtime.domain.errors import UnavailableError
from runtime.observability import logger
from runtime.step_log.step import about, begun_by, is_logged, step, work
from tests.runtime.step_log.conftest import Lines


def test_a_step_says_its_facts_outcome_and_time(caplog: pytest.LogCaptureFixture) -> None:
    """One line at its end, with what the block found out."""
    with step("psp.charge", attempt=2) as said:
        said["outcome"] = "approved"
    (line,) = caplog.records
    told = vars(line)
    assert (line.message, line.levelno) == ("psp.charge", logging.INFO)
    assert (told["attempt"], told["outcome"]) == (2, "approved")
    assert isinstance(told["duration_ms"], int)
    assert told["duration_ms"] >= 0


def test_a_step_that_fails_is_an_error_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    """The error goes on; the line has its type and place, for its text may hold a value."""
    with pytest.raises(UnavailableError), step("queue.send", queue="mails"):
        raise UnavailableError("jane@example.com")
    (line,) = caplog.records
    told = vars(line)
    assert (line.levelno, told["outcome"], told["error"]) == (
        logging.ERROR,
        "failed",
        "UnavailableError",
    )
    assert "jane" not in str(told)


def test_what_a_piece_of_work_says_is_in_its_lines_alone(lines: Lines) -> None:
    """Ids reach each line within, and none that another thread or a later message writes."""

    def one(number: str) -> None:
        with work():
            about(message_id=number)
            with step("message", number=number) as said:
                said["outcome"] = "done"
        logger().info("later", extra={"number": number})

    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(one, map(str, range(20))))
    found = lines()
    within = [line for line in found if line["message"] == "message"]
    assert len(within) == 20
    assert all(line["message_id"] == line["number"] for line in within)
    later = [line for line in found if line["message"] == "later"]
    assert len(later) == 20
    assert not any("message_id" in line for line in later)


def test_a_request_that_is_answered_keeps_its_own_id(lines: Lines) -> None:
    """A payment's beginning names the lines of a worker, and not those of another request."""
    with work():
        begun_by("request-1")
        logger().info("worker")
    with work():
        about(request_id="request-2")
        begun_by("request-1")
        logger().info("edge")
    found = {line["message"]: line["request_id"] for line in lines()}
    assert found == {"worker": "request-1", "edge": "request-2"}


def test_a_payment_is_logged_whole_or_not_at_all() -> None:
    """By its id, so every function draws the same; a larger share takes the same ones and more."""
    ids = [f"pay_{number}" for number in range(4_000)]
    some = {each for each in ids if is_logged(each, 25)}
    assert 850 < len(some) < 1_150
    assert some < {each for each in ids if is_logged(each, 50)}
    assert all(is_logged(each, 100) for each in ids)
    assert not any(is_logged(each, 0) for each in ids)


def test_beyond_the_share_failures_and_whole_pieces_of_work_are_logged(
    lines: Lines, unlogged: None
) -> None:
    """What somebody must look at, and that something was asked, is said of every payment."""
    del unlogged
    with step("ledger.commit", payment_id="pay_1") as said:
        said["outcome"] = "written"
    for name in ("request", "message"):
        with step(name, payment_id="pay_1") as said:
            said["outcome"] = "done"
    with pytest.raises(UnavailableError), step("queue.send", payment_id="pay_1"):
        raise UnavailableError
    assert [line["message"] for line in lines()] == ["request", "message", "queue.send"]
