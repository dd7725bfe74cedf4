"""Failures of a payment's first call."""

import pytest

from local.psp.errors import ApiError
from local.psp.first_calls import FirstCalls
from local.psp.intents import Intent


def intent(payment_id: str, token: str) -> Intent:
    """An object of this payment."""
    return Intent(
        2500, "eur", token, {"payment_id": payment_id}, [], "", "", None, False, "", token=token
    )


@pytest.mark.parametrize(
    ("token", "status", "stored"),
    [("error500", 500, True), ("idempotency_error", 400, False)],
)
def test_the_first_call_of_each_payment_fails(token: str, status: int, *, stored: bool) -> None:
    """Once, in the one method, whichever of its objects is asked for."""
    calls = FirstCalls()
    fails = calls.lose if status == 500 else calls.refuse
    passes = calls.refuse if status == 500 else calls.lose
    first = intent("pay_1", f"pm_local_{token}_at_cancel")
    passes("cancel", first)
    fails("retrieve", first)
    with pytest.raises(ApiError) as caught:
        fails("cancel", first)
    assert (caught.value.status, caught.value.stored) == (status, stored)
    fails("cancel", intent("pay_1", f"pm_local_{token}_at_cancel"))
    with pytest.raises(ApiError):
        fails("cancel", intent("pay_2", f"pm_local_{token}_at_cancel"))
