"""The daily schedule's handler, over fakes."""

import pytest

from runtime.handlers.reconcile_payments import respond
from tests.fakes.payments import ID, REF, Harness
from tests.runtime.use_cases.test_reconcile_payments import ports_of


def test_each_difference_is_an_audit_line_of_ids(caplog: pytest.LogCaptureFixture) -> None:
    """Payment, object and kind, and nothing that a log must not hold."""
    harness = Harness()
    harness.failed()
    harness.psp.take(REF)
    assert respond(ports_of(harness)) == {"paid_after_failed": 1}
    line, summary = (vars(record) for record in caplog.records)
    assert line["levelname"] == "WARNING"
    assert line["message"].startswith("audit")
    assert (line["difference"], line["payment_id"], line["ref"]) == ("paid_after_failed", ID, REF)
    assert summary["differences"] == {"paid_after_failed": 1}


def test_books_that_agree_are_one_line(caplog: pytest.LogCaptureFixture) -> None:
    """A run that found nothing says that it ran."""
    assert respond(ports_of(Harness())) == {}
    assert [record.message for record in caplog.records] == ["reconciled"]
