"""What any adapter must make of the lies that a PSP can tell, one lie a test.

The oracle is the provider's own book. `local/psp/behaviours.py` is the table of the lies.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest

from runtime.domain.psp import Outcome, OutcomeKind, Psp, PspState
from runtime.domain.verification import checks
from tests.conformance._answers import Captures, Prepared, codes, seen


def test_timeout_after_charge(psp: Psp, hasty: Psp, prepared: Prepared, captures: Captures) -> None:
    """No answer is unknown; the read finds the payment paid, once."""
    payment, ref = prepared("pm_local_timeout_after_charge")
    assert codes(hasty.charge(payment, ref, 1)) == (OutcomeKind.UNKNOWN, "provider_timeout", None)
    assert seen(psp.lookup(ref)).state is PspState.PAID
    assert captures(payment) == [(2500, "eur")]


def test_timeout_without_charge(
    psp: Psp, hasty: Psp, prepared: Prepared, captures: Captures
) -> None:
    """No answer is unknown here too; the read finds nothing, and the next attempt pays."""
    payment, ref = prepared("pm_local_timeout_without_charge")
    assert hasty.charge(payment, ref, 1).kind is OutcomeKind.UNKNOWN
    assert seen(psp.lookup(ref)).state is PspState.NOT_CHARGED
    assert psp.charge(payment, ref, 2).kind is OutcomeKind.APPROVED
    assert captures(payment) == [(2500, "eur")]


@pytest.mark.fault(
    "F34",
    sees="`verifying`, then `succeeded`",
    does="A 500 is unknown, and so is its replay: only the read decides",
)
def test_error_after_charge(psp: Psp, prepared: Prepared, captures: Captures) -> None:
    """A 500 is unknown, its replay too, though the money is taken: only the read decides."""
    payment, ref = prepared("pm_local_error500_after_charge")
    for _ in range(2):
        assert codes(psp.charge(payment, ref, 1)) == (OutcomeKind.UNKNOWN, "provider_error", None)
    assert seen(psp.lookup(ref)).state is PspState.PAID
    assert captures(payment) == [(2500, "eur")]


def test_error_without_charge(psp: Psp, prepared: Prepared, captures: Captures) -> None:
    """A 500 is kept under its attempt; the next attempt is a new question."""
    payment, ref = prepared("pm_local_error500_without_charge")
    for _ in range(2):
        assert psp.charge(payment, ref, 1).kind is OutcomeKind.UNKNOWN
    assert seen(psp.lookup(ref)).state is PspState.NOT_CHARGED
    assert psp.charge(payment, ref, 2).kind is OutcomeKind.APPROVED
    assert captures(payment) == [(2500, "eur")]


@pytest.mark.fault(
    "F38",
    sees="The payment takes longer",
    does="Honours `Retry-After`; the circuit keeps all other messages away for as long",
)
def test_rate_limit(psp: Psp, prepared: Prepared, captures: Captures) -> None:
    """A rate limit is retryable, tells how long to wait, and took nothing."""
    payment, ref = prepared("pm_local_rate_limited_twice")
    for attempt in (1, 2):
        outcome = psp.charge(payment, ref, attempt)
        assert codes(outcome) == (OutcomeKind.RETRYABLE, "provider_rate_limited", None)
        assert outcome.retry_after == 1
    assert captures(payment) == []
    assert psp.charge(payment, ref, 3).kind is OutcomeKind.APPROVED


def test_unavailable(psp: Psp, prepared: Prepared, captures: Captures) -> None:
    """A 503 is unknown: it does not say what happened."""
    payment, ref = prepared("pm_local_unavailable_three_times")
    for attempt in (1, 2, 3):
        outcome = psp.charge(payment, ref, attempt)
        assert codes(outcome) == (OutcomeKind.UNKNOWN, "provider_unavailable", None)
    assert psp.charge(payment, ref, 4).kind is OutcomeKind.APPROVED
    assert captures(payment) == [(2500, "eur")]


def test_slow_answer(psp: Psp, prepared: Prepared) -> None:
    """A slow answer within the read timeout is an answer."""
    payment, ref = prepared("pm_local_slow")
    assert psp.charge(payment, ref, 1).kind is OutcomeKind.APPROVED


def test_same_attempt_twice_at_once(psp: Psp, prepared: Prepared, captures: Captures) -> None:
    """Of two equal calls at the same time one is answered, the other is unknown; one charge."""
    payment, ref = prepared("pm_local_slow")
    with ThreadPoolExecutor(2) as pool:
        calls = [pool.submit(psp.charge, payment, ref, 1) for _ in range(2)]
    kinds = sorted(call.result().kind for call in calls)
    assert kinds == [OutcomeKind.APPROVED, OutcomeKind.UNKNOWN]
    assert captures(payment) == [(2500, "eur")]


def test_pending(psp: Psp, prepared: Prepared) -> None:
    """A payment that the provider still works on is pending until a read says otherwise."""
    payment, ref = prepared("pm_local_pending_for_a_while")
    assert psp.charge(payment, ref, 1).kind is OutcomeKind.PENDING
    states = [seen(psp.lookup(ref)).state for _ in range(3)]
    assert states == [PspState.PENDING, PspState.PENDING, PspState.PAID]


@pytest.mark.fault(
    "F37",
    sees="`requires_review`; no mail",
    does=(
        "Nine checks compare the read-back with what was asked; one that fails parks the "
        "payment and alarms"
    ),
    person="compares with the PSP's dashboard and resolves",
)
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
    assert psp.charge(payment, ref, 1).kind is OutcomeKind.APPROVED
    answers = checks(payment, seen(psp.lookup(ref)))
    assert {check.name for check in answers if not check.passed} == failed


def test_paid_after_giving_up(psp: Psp, hasty: Psp, prepared: Prepared, captures: Captures) -> None:
    """A charge that lands as we give up comes out in the answer to the cancel."""
    payment, ref = prepared("pm_local_paid_after_giving_up")
    assert hasty.charge(payment, ref, 1).kind is OutcomeKind.UNKNOWN
    assert seen(psp.lookup(ref)).state is PspState.NOT_CHARGED
    assert seen(psp.cancel(ref)).state is PspState.PAID
    assert captures(payment) == [(2500, "eur")]


def test_paid_after_decline(psp: Psp, prepared: Prepared, captures: Captures) -> None:
    """A decline may be no decline: the list shows the money, and then the read does too."""
    payment, ref = prepared("pm_local_paid_after_decline")
    assert psp.charge(payment, ref, 1).kind is OutcomeKind.DECLINED
    assert seen(psp.lookup(ref)).state is PspState.DECLINED
    views = (seen(answer) for answer in psp.list(0))
    assert next(psp_record.state for psp_record in views if psp_record.ref == ref) is PspState.PAID
    assert all(check.passed for check in checks(payment, seen(psp.lookup(ref))))
    assert captures(payment) == [(2500, "eur")]


@pytest.mark.fault("F46")
def test_late_confirm(psp: Psp, hasty: Psp, prepared: Prepared, captures: Captures) -> None:
    """A confirm may land after a read said "not charged"; another attempt takes nothing more."""
    payment, ref = prepared("pm_local_late_confirm")
    assert hasty.charge(payment, ref, 1).kind is OutcomeKind.UNKNOWN
    assert seen(psp.lookup(ref)).state is PspState.NOT_CHARGED
    assert psp.charge(payment, ref, 2).kind is OutcomeKind.UNKNOWN
    assert seen(psp.lookup(ref)).state is PspState.PAID
    assert captures(payment) == [(2500, "eur")]


def test_cancel_stops_a_late_confirm(
    psp: Psp, hasty: Psp, prepared: Prepared, captures: Captures
) -> None:
    """Once the cancel is answered, a confirm on its way never lands."""
    payment, ref = prepared("pm_local_late_confirm")
    assert hasty.charge(payment, ref, 1).kind is OutcomeKind.UNKNOWN
    assert seen(psp.cancel(ref)).state is PspState.CANCELED
    assert seen(psp.lookup(ref)).state is PspState.CANCELED
    assert captures(payment) == []


@pytest.mark.fault(
    "F35",
    sees="`verifying` for longer",
    does="`Not found` decides nothing: the read is repeated for 24 h, then a person looks",
    person="resolves the payment, if it comes to that",
)
def test_lagging_read(psp: Psp, prepared: Prepared, captures: Captures) -> None:
    """A read may find nothing or an old state; neither is the last word, nor charges twice."""
    payment, ref = prepared("pm_local_lagging_read")
    assert psp.charge(payment, ref, 1).kind is OutcomeKind.APPROVED
    missing = psp.lookup(ref)
    assert isinstance(missing, Outcome)
    assert missing.kind is OutcomeKind.UNKNOWN
    assert seen(psp.lookup(ref)).state is PspState.NOT_CHARGED
    assert psp.charge(payment, ref, 2).kind is OutcomeKind.UNKNOWN
    assert seen(psp.lookup(ref)).state is PspState.PAID
    assert captures(payment) == [(2500, "eur")]


@pytest.mark.fault(
    "F36",
    sees="One charge",
    does="Every attempt confirms the one object, which the PSP can't charge twice",
)
def test_forgotten_key(psp: Psp, prepared: Prepared, captures: Captures) -> None:
    """Where the provider forgot the key, a repeat is unknown, never a second charge."""
    payment, ref = prepared("pm_local_forgets_key")
    assert psp.charge(payment, ref, 1).kind is OutcomeKind.APPROVED
    assert psp.charge(payment, ref, 1).kind is OutcomeKind.UNKNOWN
    assert captures(payment) == [(2500, "eur")]
