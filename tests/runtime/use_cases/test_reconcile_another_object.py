"""Another object than the payment's own: on a row that a hand changed, or in the PSP's answer."""

from dataclasses import replace

from runtime.domain.psp import PspState
from runtime.use_cases.process_payment import process_payment
from runtime.use_cases.reconcile_payments import Difference, Finding
from tests.fakes.payments import ID, REF, Harness
from tests.runtime.use_cases.test_reconcile_payments import found, succeeded


def test_a_row_that_names_another_object_is_found_with_its_money() -> None:
    """The entries say which one was charged: a failure that was paid is told all the same."""
    harness = Harness()
    row = harness.failed()
    harness.psp.take(REF)
    assert row.provider is not None
    other = row.provider.model_copy(update={"ref": "pi_other"})
    harness.ledger.rows[ID] = row.model_copy(update={"provider": other})
    assert found(harness) == [
        Finding(Difference.OTHER_TERMS, ID, REF),
        Finding(Difference.PAID_AFTER_FAILED, ID, REF),
    ]
    process_payment(ID, harness.processing())
    assert harness.history()[-1] == "reopen"
    assert found(harness) == []


def test_a_read_of_another_object_accuses_nobody() -> None:
    """The list lags, and the read answers with another object: nothing is known."""
    harness = succeeded()
    row = harness.psp.book.pop(REF)
    harness.psp.script("lookup", [replace(row, ref="pi_other", state=PspState.CANCELED)])
    assert found(harness) == [Finding(Difference.UNREAD, ID, REF)]
