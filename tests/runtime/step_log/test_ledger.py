"""Each write into the ledger is a line; reads are none, but say what the work is about."""

from typing import Any

import pytest

from runtime.domain.errors import ConflictError, UnavailableError
from runtime.observability import logger
from runtime.step_log.ledger import LoggedLedger
from runtime.step_log.step import work
from tests.fakes.payments import Harness
from tests.runtime.step_log.conftest import Lines


def told(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """The facts of each line."""
    return [vars(record) for record in caplog.records]


def test_who_is_first_writes_and_who_is_late_has_lost(caplog: pytest.LogCaptureFixture) -> None:
    """One line for each, with the transition, where it leads and whose payment it is."""
    harness = Harness()
    harness.succeeded()
    change = harness.ledger.changes[1]
    other = Harness()
    other.ledger.create(harness.ledger.changes[0])
    ledger = LoggedLedger(other.ledger)
    ledger.commit(change)
    with pytest.raises(ConflictError):
        ledger.commit(change)
    first, second = told(caplog)
    facts = ("message", "transition", "status", "attempt", "merchant", "payment_id")
    assert [first[each] for each in facts] == [
        "ledger.commit",
        "claim",
        "processing",
        1,
        change.after.merchant,
        change.after.payment_id,
    ]
    assert (first["outcome"], second["outcome"]) == ("written", "lost")


def test_a_repeated_acceptance_says_so(caplog: pytest.LogCaptureFixture) -> None:
    """The row that is there is given back, and the line says `existed`."""
    source, other = Harness(), Harness()
    source.succeeded()
    ledger = LoggedLedger(other.ledger)
    assert ledger.create(source.ledger.changes[0]) is None
    assert ledger.create(source.ledger.changes[0]) is not None
    assert [line["outcome"] for line in told(caplog)] == ["written", "existed"]


def test_a_plan_is_a_line_too(caplog: pytest.LogCaptureFixture) -> None:
    """Also the plan of one that was late."""
    harness = Harness()
    payment = harness.succeeded()
    ledger = LoggedLedger(harness.ledger)
    moved = ledger.defer(payment, 5, sweeps=0)
    assert moved is not None
    assert ledger.defer(payment, 6, sweeps=0) is None
    assert [(line["message"], line["outcome"]) for line in told(caplog)] == [
        ("ledger.defer", "written"),
        ("ledger.defer", "lost"),
    ]


def test_a_ledger_that_does_not_answer_is_told(caplog: pytest.LogCaptureFixture) -> None:
    """The error goes on, and its step has failed."""
    harness = Harness()
    payment = harness.succeeded()
    harness.ledger.fail_next("commit", UnavailableError("down"))
    with pytest.raises(UnavailableError):
        LoggedLedger(harness.ledger).commit(harness.ledger.changes[-1])
    assert told(caplog)[-1]["outcome"] == "failed"
    assert payment.payment_id == told(caplog)[-1]["payment_id"]


def test_who_reads_a_payment_says_which_and_who_asked_for_it(
    lines: Lines,
) -> None:
    """Its id from the row, and the id that its merchant holds from its first entry."""
    harness = Harness()
    payment = harness.succeeded()
    ledger = LoggedLedger(harness.ledger)
    with work():
        assert ledger.get(payment.payment_id) == payment
        entries = ledger.entries(payment.payment_id)
        logger().info("next")
    line = lines()[-1]
    assert line["payment_id"] == payment.payment_id
    assert line["request_id"] == entries[0].request_id


def test_who_goes_from_payment_to_payment_says_each_ones_request(lines: Lines) -> None:
    """A sweeper looks at rows alone; one of version 1 says no request, and not the last one's."""
    harness = Harness()
    said = {"pay_1": "request-1", "pay_2": "request-2", "pay_of_version_1": None}
    row = harness.accepted()
    harness.ledger.rows = {
        one: row.model_copy(update={"payment_id": one, "request_id": asked})
        for one, asked in said.items()
    }
    ledger = LoggedLedger(harness.ledger)
    with work():
        for one in said:
            ledger.get(one)
            logger().info("looked at")
    found = {line["payment_id"]: line.get("request_id") for line in lines()}
    assert found == said


def test_the_request_that_accepts_a_payment_names_it(lines: Lines) -> None:
    """Whoever holds a payment's id finds the request that made it."""
    harness = Harness()
    harness.succeeded()
    with work():
        LoggedLedger(Harness().ledger).create(harness.ledger.changes[0])
        logger().info("answered")
    (line,) = [each for each in lines() if each["message"] == "answered"]
    assert line["payment_id"] == harness.ledger.changes[0].after.payment_id
