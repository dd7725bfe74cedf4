"""How long a payment keeps its payer."""

import pytest
from pydantic import TypeAdapter, ValidationError

from runtime.contract.payer_days import PAYER_DAYS_LEAST, PAYER_DAYS_MOST, PayerDays


def test_a_payer_is_kept_a_month_to_ten_years() -> None:
    """Not so short that a payment may still need it, nor for ever."""
    days = TypeAdapter[int](PayerDays)
    assert days.validate_python(PAYER_DAYS_LEAST) == 30
    assert days.validate_python(PAYER_DAYS_MOST) == 3_653
    for wrong in (29, 3_654):
        with pytest.raises(ValidationError, match="must be 30 to 3653 days"):
            days.validate_python(wrong)
