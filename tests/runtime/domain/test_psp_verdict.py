"""What a record comes to, combination by combination."""

from dataclasses import replace

import pytest

from runtime.domain.psp import PspCharge, PspState
from runtime.domain.psp_verdict import (
    TABLE,
    ChargeShown,
    Received,
    Verdict,
    evidence_of,
    facts_of,
    took_money,
    verdict,
)
from tests.fakes.payments import REF, Harness, paid

SOUND = {
    (PspState.PAID, Received.ALL, ChargeShown.CAPTURED): Verdict.PAID,
    **{
        (state, Received.NOTHING, charge): found
        for charge in (ChargeShown.NONE, ChargeShown.UNPAID)
        for state, found in {
            PspState.NOT_CHARGED: Verdict.OPEN,
            PspState.NEEDS_PAYER: Verdict.OPEN,
            PspState.DECLINED: Verdict.CLOSED,
            PspState.CANCELED: Verdict.CLOSED,
        }.items()
    },
    **{
        (PspState.PENDING, sum_, charge): Verdict.OPEN
        for sum_ in Received
        for charge in ChargeShown
    },
}
"""Written out a second time, for the table decides about money."""


def test_the_table_has_every_combination_and_trusts_few() -> None:
    """7 states, 3 sums and 4 charges; what is not sound is for a person."""
    assert len(TABLE) == len(PspState) * len(Received) * len(ChargeShown) == 84
    assert {facts: SOUND.get(facts, Verdict.REVIEW) for facts in TABLE} == TABLE


@pytest.mark.parametrize("state", [PspState.CANCELED, PspState.DECLINED])
def test_money_in_a_declined_or_canceled_object_is_for_a_person(state: PspState) -> None:
    """The received sum alone, or a paid charge alone, is enough."""
    closed = [facts for facts in TABLE if facts[0] is state and TABLE[facts] is Verdict.CLOSED]
    assert closed
    assert all(sum_ is Received.NOTHING for _, sum_, _ in closed)
    assert {charge for _, _, charge in closed} == {ChargeShown.NONE, ChargeShown.UNPAID}


@pytest.mark.parametrize(
    ("is_paid", "captured", "shown"),
    [
        (True, True, ChargeShown.CAPTURED),
        (True, False, ChargeShown.HELD),
        (False, True, ChargeShown.UNPAID),
        (False, False, ChargeShown.UNPAID),
    ],
)
def test_a_charge_is_read_by_what_it_paid(
    *, is_paid: bool, captured: bool, shown: ChargeShown
) -> None:
    """A charge that was not paid took nothing, whatever it says of a capture."""
    payment = Harness().accepted()
    charge = PspCharge("ch_1", paid=is_paid, captured=captured, refunded=False, disputed=False)
    assert facts_of(payment, paid(payment, charge=charge))[2] is shown


@pytest.mark.parametrize(
    ("received", "found"), [(0, Received.NOTHING), (2500, Received.ALL), (2499, Received.OTHER)]
)
def test_a_sum_is_nothing_all_or_other(received: int, found: Received) -> None:
    """Compared with the payment's amount."""
    payment = Harness().accepted()
    assert facts_of(payment, paid(payment, amount_received=received))[1] is found


def test_another_payments_object_is_for_a_person() -> None:
    """It may be sound, and is not ours; one without a name is nobody's."""
    payment = Harness().accepted()
    assert verdict(payment, paid(payment)) is Verdict.PAID
    assert verdict(payment, paid(payment, payment_id="pay_" + "a" * 26)) is Verdict.REVIEW
    assert verdict(payment, paid(payment, payment_id=None)) is Verdict.REVIEW


def test_another_object_is_for_a_person() -> None:
    """Once the payment names its object, a sound record of another one is none of it."""
    payment = Harness().verifying()
    assert verdict(payment, paid(payment)) is Verdict.PAID
    other = paid(payment, ref="pi_other")
    assert verdict(payment, other) is Verdict.REVIEW
    assert f"pi_other (asked for: {REF}) of this payment is paid" in evidence_of(payment, other)


def test_money_is_seen_in_any_part_of_a_record() -> None:
    """In its state, its sum or its charge; what is openly held was not taken."""
    payment = Harness().accepted()
    nothing = {"state": PspState.CANCELED, "amount_received": 0, "charge": None}
    charge = paid(payment).charge
    assert not took_money(paid(payment, **nothing))
    assert took_money(paid(payment, **{**nothing, "state": PspState.PAID}))
    assert took_money(paid(payment, **{**nothing, "amount_received": 1}))
    assert took_money(paid(payment, **{**nothing, "charge": charge}))
    assert not took_money(paid(payment, **{**nothing, "state": PspState.HELD, "charge": charge}))


def test_the_evidence_is_one_sentence_with_the_objects_names() -> None:
    """What a person needs to find it at the provider."""
    payment = Harness().accepted()
    said = evidence_of(payment, paid(payment, state=PspState.CANCELED))
    assert "is canceled, with 2500 eur received of 2500 eur" in said
    assert paid(payment).ref in said
    assert "captured, charge ch_" in said


def test_a_charge_that_was_not_paid_took_nothing() -> None:
    """It is shown beside a canceled object, and no payment is reopened for it."""
    payment = Harness().claimed()
    unpaid = PspCharge("ch_1", paid=False, captured=False, refunded=False, disputed=False)
    record = paid(payment, state=PspState.CANCELED, amount_received=0, charge=unpaid)
    assert not took_money(record)
    assert took_money(replace(record, charge=replace(unpaid, paid=True)))
