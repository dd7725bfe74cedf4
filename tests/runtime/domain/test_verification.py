"""A payment has succeeded only if the PSP's record answers every question."""

from typing import Any

import pytest

from runtime.domain.psp import PspCharge, PspState
from runtime.domain.verification import checks
from tests.fakes.payments import Harness, paid


def charge(**facts: Any) -> PspCharge:
    """A good charge, but for `facts`."""
    good = {"ref": "ch_1", "paid": True, "captured": True, "refunded": False, "disputed": False}
    return PspCharge(**{**good, **facts})


def test_a_record_as_asked_passes_every_check() -> None:
    """Nine questions, nine times yes."""
    payment = Harness().verifying()
    results = checks(payment, paid(payment))
    assert len(results) == 9
    assert all(check.passed for check in results)


@pytest.mark.parametrize(
    ("facts", "broken"),
    [
        ({"state": PspState.HELD}, {"status"}),
        ({"amount_received": 2499}, {"amount"}),
        ({"currency": "usd"}, {"currency"}),
        ({"payment_id": "pay_other"}, {"payment_id"}),
        ({"payment_id": None}, {"payment_id"}),
        ({"livemode": True}, {"livemode"}),
        ({"charge": charge(paid=False)}, {"paid"}),
        ({"charge": charge(captured=False)}, {"captured"}),
        ({"charge": charge(refunded=True)}, {"not_refunded"}),
        ({"charge": charge(disputed=True)}, {"not_disputed"}),
        ({"charge": None}, {"paid", "captured", "not_refunded", "not_disputed"}),
    ],
)
def test_each_difference_fails_its_own_check(facts: dict[str, Any], broken: set[str]) -> None:
    """A wrong fact is found, and named."""
    payment = Harness().verifying()
    results = checks(payment, paid(payment, **facts))
    assert {check.name for check in results if not check.passed} == broken
