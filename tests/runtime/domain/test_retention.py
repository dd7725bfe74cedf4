"""When a payer's time is over."""

import pytest

from runtime.domain.payment import FINAL, MailStatus, Payment, Status
from runtime.domain.retention import DAY, RESTS, Kept, Progress, is_done, is_over, moved
from tests.fakes.payments import Harness

KEPT = 30 * DAY


def over(payment: Payment, **fields: object) -> bool:
    """Whether it is, at the very second, of this row with other fields."""
    row = payment.model_copy(update=fields)
    return is_over(row, Kept(KEPT), payment.created_at + KEPT)


def test_time_is_over_to_the_second() -> None:
    """Counted from the acceptance."""
    payment = Harness().told()
    assert over(payment)
    assert not over(payment, created_at=payment.created_at + 1)


@pytest.mark.parametrize("status", Status)
def test_only_a_final_payment_goes(status: Status) -> None:
    """Whatever else holds."""
    assert over(Harness().told(), status=status) is (status in FINAL)


@pytest.mark.parametrize("mail", MailStatus)
def test_nobody_goes_who_has_to_be_told(mail: MailStatus) -> None:
    """A mail that is due or being handed over needs its address."""
    payment = Harness().told()
    record = payment.notification.model_copy(update={"status": mail})
    owed = {MailStatus.DUE, MailStatus.SENDING}
    assert over(payment, notification=record) is (mail not in owed)


def test_a_payment_rests_for_a_week_before() -> None:
    """Counted from the last write."""
    payment = Harness().told()
    end = payment.created_at + KEPT
    assert over(payment, updated_at=end - RESTS)
    assert not over(payment, updated_at=end - RESTS + 1)


def test_progress_has_a_version() -> None:
    """So that of two writers one is refused."""
    assert moved(Progress(3, 5, ("a",))) == Progress(4, 5, ("a",))


def test_a_payment_with_its_payer_is_not_done() -> None:
    """Every new row holds one."""
    assert not is_done(Harness().told())
