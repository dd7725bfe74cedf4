"""What any adapter must do behind the PSP port, one behaviour a test (design: payments).

The oracle is the provider's own book, never the adapter's word.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from runtime.domain.payment import Payment
from runtime.domain.ports import Kind, Outcome, Psp, PspState, View
from runtime.domain.verify import checks

Prepared = Callable[[str], tuple[Payment, str]]
Captures = Callable[[Payment], list[tuple[int, str]]]
MakePayment = Callable[..., Payment]


def _view(answer: View | Outcome) -> View:
    assert isinstance(answer, View), answer
    return answer


def _codes(outcome: Outcome) -> tuple[Kind, str | None, str | None]:
    return outcome.kind, outcome.code, outcome.decline_code


def test_prepare_moves_no_money(psp: Psp, prepared: Prepared, captures: Captures) -> None:
    """A prepared payment reads as not charged and the book holds no capture."""
    payment, ref = prepared("pm_card_visa")
    assert _view(psp.lookup(ref)).state is PspState.NOT_CHARGED
    assert captures(payment) == []


def test_prepare_is_idempotent(psp: Psp, make_payment: MakePayment) -> None:
    """Preparing a payment twice gives the same object."""
    payment = make_payment()
    first = psp.prepare(payment, "pm_card_visa")
    assert isinstance(first, str)
    assert psp.prepare(payment, "pm_card_visa") == first


@pytest.mark.parametrize(
    ("payment_method", "suffix", "currency"),
    [("pm_nobody", None, "eur"), ("pm_card_visa", "x" * 23, "eur"), ("pm_card_visa", None, "xxx")],
)
def test_prepare_rejected(
    psp: Psp, make_payment: MakePayment, payment_method: str, suffix: str | None, currency: str
) -> None:
    """A token, suffix or currency that the provider does not take is rejected for good."""
    answer = psp.prepare(
        make_payment(currency=currency, statement_descriptor_suffix=suffix), payment_method
    )
    assert isinstance(answer, Outcome)
    assert _codes(answer) == (Kind.REJECTED, "provider_rejected", None)


def test_charge_takes_the_money_once(psp: Psp, prepared: Prepared, captures: Captures) -> None:
    """A charge is approved, a repeat of the same attempt too, and the book has one capture."""
    payment, ref = prepared("pm_card_visa")
    assert psp.charge(payment, ref, 1).kind is Kind.APPROVED
    assert psp.charge(payment, ref, 1).kind is Kind.APPROVED
    assert captures(payment) == [(2500, "eur")]


def test_another_attempt_after_a_charge_is_read_back(
    psp: Psp, prepared: Prepared, captures: Captures
) -> None:
    """An attempt on a payment that is paid already is unknown, and takes nothing."""
    payment, ref = prepared("pm_card_visa")
    psp.charge(payment, ref, 1)
    assert psp.charge(payment, ref, 2).kind is Kind.UNKNOWN
    assert captures(payment) == [(2500, "eur")]


def test_lookup_after_a_charge_passes_every_check(psp: Psp, prepared: Prepared) -> None:
    """The read of a paid payment carries all that verification asks."""
    payment, ref = prepared("pm_card_mastercard")
    psp.charge(payment, ref, 1)
    view = _view(psp.lookup(ref))
    assert view.ref == ref
    assert all(check.passed for check in checks(payment, view))


@pytest.mark.parametrize(
    ("payment_method", "code", "decline_code", "advice_code"),
    [
        ("pm_card_visa_chargeDeclined", "card_declined", "generic_decline", None),
        (
            "pm_card_visa_chargeDeclinedInsufficientFunds",
            "card_declined",
            "insufficient_funds",
            "try_again_later",
        ),
        (
            "pm_card_visa_chargeDeclinedLostCard",
            "card_declined",
            "lost_card",
            "do_not_try_again",
        ),
        (
            "pm_card_visa_chargeDeclinedStolenCard",
            "card_declined",
            "stolen_card",
            "do_not_try_again",
        ),
        ("pm_card_chargeDeclinedFraudulent", "card_declined", "fraudulent", None),
        (
            "pm_card_chargeDeclinedExpiredCard",
            "expired_card",
            "expired_card",
            "confirm_card_data",
        ),
        (
            "pm_card_chargeDeclinedIncorrectCvc",
            "incorrect_cvc",
            "incorrect_cvc",
            "confirm_card_data",
        ),
        (
            "pm_card_authenticationRequired",
            "authentication_required",
            "authentication_required",
            None,
        ),
    ],
)
def test_declines(
    psp: Psp,
    prepared: Prepared,
    captures: Captures,
    payment_method: str,
    code: str,
    decline_code: str,
    advice_code: str | None,
) -> None:
    """A decline keeps the issuer's codes, in the answer and in the read, and takes nothing."""
    payment, ref = prepared(payment_method)
    outcome = psp.charge(payment, ref, 1)
    view = _view(psp.lookup(ref))
    assert outcome.request_id
    assert replace(outcome, request_id=None) == view.decline
    assert view.decline == Outcome(Kind.DECLINED, code, decline_code, advice_code)
    assert view.state is PspState.DECLINED
    assert captures(payment) == []


def test_timeout_after_charge(psp: Psp, hasty: Psp, prepared: Prepared, captures: Captures) -> None:
    """No answer is unknown; the read finds the payment paid, once."""
    payment, ref = prepared("pm_local_timeout_after_charge")
    assert _codes(hasty.charge(payment, ref, 1)) == (Kind.UNKNOWN, "provider_timeout", None)
    assert _view(psp.lookup(ref)).state is PspState.PAID
    assert captures(payment) == [(2500, "eur")]


def test_timeout_without_charge(
    psp: Psp, hasty: Psp, prepared: Prepared, captures: Captures
) -> None:
    """No answer is unknown here too; the read finds nothing, and the next attempt pays."""
    payment, ref = prepared("pm_local_timeout_without_charge")
    assert hasty.charge(payment, ref, 1).kind is Kind.UNKNOWN
    assert _view(psp.lookup(ref)).state is PspState.NOT_CHARGED
    assert psp.charge(payment, ref, 2).kind is Kind.APPROVED
    assert captures(payment) == [(2500, "eur")]


def test_error_after_charge(psp: Psp, prepared: Prepared, captures: Captures) -> None:
    """A 500 is unknown, its replay too, though the money is taken: only the read decides."""
    payment, ref = prepared("pm_local_error500_after_charge")
    for _ in range(2):
        assert _codes(psp.charge(payment, ref, 1)) == (Kind.UNKNOWN, "provider_error", None)
    assert _view(psp.lookup(ref)).state is PspState.PAID
    assert captures(payment) == [(2500, "eur")]


def test_error_without_charge(psp: Psp, prepared: Prepared, captures: Captures) -> None:
    """A 500 is kept under its attempt; the next attempt is a new question."""
    payment, ref = prepared("pm_local_error500_without_charge")
    for _ in range(2):
        assert psp.charge(payment, ref, 1).kind is Kind.UNKNOWN
    assert _view(psp.lookup(ref)).state is PspState.NOT_CHARGED
    assert psp.charge(payment, ref, 2).kind is Kind.APPROVED
    assert captures(payment) == [(2500, "eur")]


def test_rate_limit(psp: Psp, prepared: Prepared, captures: Captures) -> None:
    """A rate limit is retryable, tells how long to wait, and took nothing."""
    payment, ref = prepared("pm_local_rate_limited_twice")
    for attempt in (1, 2):
        outcome = psp.charge(payment, ref, attempt)
        assert _codes(outcome) == (Kind.RETRYABLE, "provider_rate_limited", None)
        assert outcome.retry_after == 1
    assert captures(payment) == []
    assert psp.charge(payment, ref, 3).kind is Kind.APPROVED


def test_unavailable(psp: Psp, prepared: Prepared, captures: Captures) -> None:
    """A 503 is unknown: it does not say what happened."""
    payment, ref = prepared("pm_local_unavailable_three_times")
    for attempt in (1, 2, 3):
        outcome = psp.charge(payment, ref, attempt)
        assert _codes(outcome) == (Kind.UNKNOWN, "provider_unavailable", None)
    assert psp.charge(payment, ref, 4).kind is Kind.APPROVED
    assert captures(payment) == [(2500, "eur")]


def test_slow_answer(psp: Psp, prepared: Prepared) -> None:
    """A slow answer within the read timeout is an answer."""
    payment, ref = prepared("pm_local_slow")
    assert psp.charge(payment, ref, 1).kind is Kind.APPROVED


def test_same_attempt_twice_at_once(psp: Psp, prepared: Prepared, captures: Captures) -> None:
    """Of two equal calls at the same time one is answered, the other is unknown; one charge."""
    payment, ref = prepared("pm_local_slow")
    with ThreadPoolExecutor(2) as pool:
        calls = [pool.submit(psp.charge, payment, ref, 1) for _ in range(2)]
    kinds = sorted(call.result().kind for call in calls)
    assert kinds == [Kind.APPROVED, Kind.UNKNOWN]
    assert captures(payment) == [(2500, "eur")]


def test_pending(psp: Psp, prepared: Prepared) -> None:
    """A payment that the provider still works on is pending until a read says otherwise."""
    payment, ref = prepared("pm_local_pending_for_a_while")
    assert psp.charge(payment, ref, 1).kind is Kind.PENDING
    states = [_view(psp.lookup(ref)).state for _ in range(3)]
    assert states == [PspState.PENDING, PspState.PENDING, PspState.PAID]


@pytest.mark.parametrize(
    ("payment_method", "failed"),
    [
        ("pm_local_wrong_amount", {"amount"}),
        ("pm_local_wrong_currency", {"currency"}),
        ("pm_card_createDispute", {"not_disputed"}),
    ],
)
def test_mismatches_show(
    psp: Psp, prepared: Prepared, payment_method: str, failed: set[str]
) -> None:
    """A charge that is not the one we asked for is approved, and the read tells the lie."""
    payment, ref = prepared(payment_method)
    assert psp.charge(payment, ref, 1).kind is Kind.APPROVED
    answers = checks(payment, _view(psp.lookup(ref)))
    assert {check.name for check in answers if not check.passed} == failed


def test_cancel_before_a_charge(psp: Psp, prepared: Prepared, captures: Captures) -> None:
    """After a cancel no charge can happen, whoever asks for it."""
    payment, ref = prepared("pm_card_visa")
    assert _view(psp.cancel(ref)).state is PspState.CANCELED
    assert psp.charge(payment, ref, 1).kind is Kind.UNKNOWN
    assert _view(psp.lookup(ref)).state is PspState.CANCELED
    assert captures(payment) == []


def test_cancel_is_idempotent(psp: Psp, prepared: Prepared) -> None:
    """A second cancel says what the first one said."""
    _, ref = prepared("pm_card_visa")
    psp.cancel(ref)
    assert _view(psp.cancel(ref)).state is PspState.CANCELED


def test_cancel_too_late(psp: Psp, prepared: Prepared) -> None:
    """The answer to a cancel may be that the payment is paid, with all that is checked."""
    payment, ref = prepared("pm_card_visa")
    psp.charge(payment, ref, 1)
    assert all(check.passed for check in checks(payment, _view(psp.cancel(ref))))


def test_paid_after_giving_up(psp: Psp, hasty: Psp, prepared: Prepared, captures: Captures) -> None:
    """A charge that lands as we give up comes out in the answer to the cancel."""
    payment, ref = prepared("pm_local_paid_after_giving_up")
    assert hasty.charge(payment, ref, 1).kind is Kind.UNKNOWN
    assert _view(psp.lookup(ref)).state is PspState.NOT_CHARGED
    assert _view(psp.cancel(ref)).state is PspState.PAID
    assert captures(payment) == [(2500, "eur")]


def test_late_confirm(psp: Psp, hasty: Psp, prepared: Prepared, captures: Captures) -> None:
    """A confirm may land after a read said "not charged"; another attempt takes nothing more."""
    payment, ref = prepared("pm_local_late_confirm")
    assert hasty.charge(payment, ref, 1).kind is Kind.UNKNOWN
    assert _view(psp.lookup(ref)).state is PspState.NOT_CHARGED
    assert psp.charge(payment, ref, 2).kind is Kind.UNKNOWN
    assert _view(psp.lookup(ref)).state is PspState.PAID
    assert captures(payment) == [(2500, "eur")]


def test_cancel_stops_a_late_confirm(
    psp: Psp, hasty: Psp, prepared: Prepared, captures: Captures
) -> None:
    """Once the cancel is answered, a confirm on its way never lands."""
    payment, ref = prepared("pm_local_late_confirm")
    assert hasty.charge(payment, ref, 1).kind is Kind.UNKNOWN
    assert _view(psp.cancel(ref)).state is PspState.CANCELED
    assert _view(psp.lookup(ref)).state is PspState.CANCELED
    assert captures(payment) == []


def test_lagging_read(psp: Psp, prepared: Prepared, captures: Captures) -> None:
    """A read may find nothing or an old state; neither is the last word, nor charges twice."""
    payment, ref = prepared("pm_local_lagging_read")
    assert psp.charge(payment, ref, 1).kind is Kind.APPROVED
    missing = psp.lookup(ref)
    assert isinstance(missing, Outcome)
    assert missing.kind is Kind.UNKNOWN
    assert _view(psp.lookup(ref)).state is PspState.NOT_CHARGED
    assert psp.charge(payment, ref, 2).kind is Kind.UNKNOWN
    assert _view(psp.lookup(ref)).state is PspState.PAID
    assert captures(payment) == [(2500, "eur")]


def test_forgotten_key(psp: Psp, prepared: Prepared, captures: Captures) -> None:
    """Where the provider forgot the key, a repeat is unknown, never a second charge."""
    payment, ref = prepared("pm_local_forgets_key")
    assert psp.charge(payment, ref, 1).kind is Kind.APPROVED
    assert psp.charge(payment, ref, 1).kind is Kind.UNKNOWN
    assert captures(payment) == [(2500, "eur")]
