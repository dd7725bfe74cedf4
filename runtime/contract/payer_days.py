"""How long a payment keeps its payer."""

from typing import Annotated, Final

from pydantic import AfterValidator

PAYER_DAYS_LEAST: Final = 30
"""Longer than a payment can still be charged, looked for and compared with the provider's book."""
PAYER_DAYS_MOST: Final = 3_653
"""Ten years, which no law on books that we know of exceeds."""


def _payer_days(days: int) -> int:
    """Long enough that nobody needs the payer any more, and not for ever."""
    if not PAYER_DAYS_LEAST <= days <= PAYER_DAYS_MOST:
        raise ValueError(
            f"must be {PAYER_DAYS_LEAST} to {PAYER_DAYS_MOST} days: before, a payment may still be "
            "charged, resolved or told of; after ten years nothing needs its payer"
        )
    return days


PayerDays = Annotated[int, AfterValidator(_payer_days)]
"""How many days after its acceptance a final payment keeps its payer."""
