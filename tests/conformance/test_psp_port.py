"""What any adapter must do behind the PSP port, one behaviour a test (design: payments).

The oracle is the provider's own book, never the adapter's word. `test_psp_lies.py` has the
behaviours of a provider that does not tell the truth.
"""

import itertools
import time
from dataclasses import replace

import pytest

from runtime.domain.private import Clear
from runtime.domain.psp import Outcome, OutcomeKind, Psp, PspObject, PspState
from runtime.domain.verification import checks
from tests.conformance._answers import Captures, MakePayment, Prepared, codes, seen


def test_prepare_moves_no_money(psp: Psp, prepared: Prepared, captures: Captures) -> None:
    """A prepared payment reads as not charged and the book holds no capture."""
    payment, ref = prepared("pm_card_visa")
    assert seen(psp.lookup(ref)).state is PspState.NOT_CHARGED
    assert captures(payment) == []


def test_prepare_is_idempotent(psp: Psp, make_payment: MakePayment) -> None:
    """Preparing a payment twice under one key gives the same object, as the PSP keeps it."""
    payment = make_payment()
    first = psp.prepare(payment, Clear("pm_card_visa"), 1)
    assert isinstance(first, PspObject)
    assert psp.prepare(payment, Clear("pm_card_visa"), 1) == PspObject(first.ref, kept=True)


@pytest.mark.parametrize(
    ("payment_method", "suffix", "currency"),
    [("pm_nobody", None, "eur"), ("pm_card_visa", "x" * 23, "eur"), ("pm_card_visa", None, "xxx")],
)
def test_prepare_rejected(
    psp: Psp, make_payment: MakePayment, payment_method: str, suffix: str | None, currency: str
) -> None:
    """A token, suffix or currency that the provider does not take is rejected for good."""
    answer = psp.prepare(
        make_payment(currency=currency, statement_descriptor_suffix=suffix),
        Clear(payment_method),
        1,
    )
    assert isinstance(answer, Outcome)
    assert codes(answer) == (OutcomeKind.REJECTED, "provider_rejected", None)


def test_charge_takes_the_money_once(psp: Psp, prepared: Prepared, captures: Captures) -> None:
    """A charge is approved, a repeat of the same attempt too, and the book has one capture."""
    payment, ref = prepared("pm_card_visa")
    assert psp.charge(payment, ref, 1).kind is OutcomeKind.APPROVED
    assert psp.charge(payment, ref, 1).kind is OutcomeKind.APPROVED
    assert captures(payment) == [(2500, "eur")]


def test_another_attempt_after_a_charge_is_read_back(
    psp: Psp, prepared: Prepared, captures: Captures
) -> None:
    """An attempt on a payment that is paid already is unknown, and takes nothing."""
    payment, ref = prepared("pm_card_visa")
    psp.charge(payment, ref, 1)
    assert psp.charge(payment, ref, 2).kind is OutcomeKind.UNKNOWN
    assert captures(payment) == [(2500, "eur")]


def test_lookup_after_a_charge_passes_every_check(psp: Psp, prepared: Prepared) -> None:
    """The read of a paid payment carries all that verification asks."""
    payment, ref = prepared("pm_card_mastercard")
    psp.charge(payment, ref, 1)
    psp_record = seen(psp.lookup(ref))
    assert psp_record.ref == ref
    assert all(check.passed for check in checks(payment, psp_record))


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
    psp_record = seen(psp.lookup(ref))
    assert outcome.request_id
    assert replace(outcome, request_id=None) == psp_record.decline
    assert psp_record.decline == Outcome(OutcomeKind.DECLINED, code, decline_code, advice_code)
    assert psp_record.state is PspState.DECLINED
    assert captures(payment) == []


def test_cancel_before_a_charge(psp: Psp, prepared: Prepared, captures: Captures) -> None:
    """After a cancel no charge can happen, whoever asks for it."""
    payment, ref = prepared("pm_card_visa")
    assert seen(psp.cancel(ref)).state is PspState.CANCELED
    assert psp.charge(payment, ref, 1).kind is OutcomeKind.UNKNOWN
    assert seen(psp.lookup(ref)).state is PspState.CANCELED
    assert captures(payment) == []


def test_cancel_is_idempotent(psp: Psp, prepared: Prepared) -> None:
    """A second cancel says what the first one said."""
    _, ref = prepared("pm_card_visa")
    psp.cancel(ref)
    assert seen(psp.cancel(ref)).state is PspState.CANCELED


def test_list_shows_what_was_made_newest_first(
    psp: Psp, prepared: Prepared, captures: Captures
) -> None:
    """Paid, unpaid and canceled objects, each with its payment's id, and a read takes nothing."""
    begun = int(time.time())
    (paid, taken), (unpaid, _), (_, closed) = (prepared("pm_card_visa") for _ in range(3))
    psp.charge(paid, taken, 1)
    psp.cancel(closed)
    views = [seen(answer) for answer in itertools.islice(psp.list(begun), 3)]
    assert [psp_record.state for psp_record in views] == [
        PspState.CANCELED,
        PspState.NOT_CHARGED,
        PspState.PAID,
    ]
    assert [psp_record.payment_id for psp_record in views[1:]] == [
        unpaid.payment_id,
        paid.payment_id,
    ]
    assert (views[2].ref, views[2].amount_received, views[2].currency) == (taken, 2500, "eur")
    assert captures(unpaid) == []


def test_list_goes_on_over_many_pages(psp: Psp, make_payment: MakePayment) -> None:
    """More objects than any provider shows at a time come once each."""
    begun = int(time.time())
    made = [psp.prepare(make_payment(), Clear("pm_card_visa"), 1) for _ in range(101)]
    views = [seen(answer) for answer in itertools.islice(psp.list(begun), 101)]
    assert [PspObject(psp_record.ref) for psp_record in views] == made[::-1]


def test_list_leaves_out_what_is_older(psp: Psp, prepared: Prepared) -> None:
    """From the given second on."""
    prepared("pm_card_visa")
    assert list(psp.list(int(time.time()) + 60)) == []


def test_cancel_too_late(psp: Psp, prepared: Prepared) -> None:
    """The answer to a cancel may be that the payment is paid, with all that is checked."""
    payment, ref = prepared("pm_card_visa")
    psp.charge(payment, ref, 1)
    assert all(check.passed for check in checks(payment, seen(psp.cancel(ref))))
