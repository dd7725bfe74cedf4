"""Amounts: integer minor units and an ISO 4217 code, never a float."""

from runtime.contract.currencies import CURRENCIES


def decimal_text(amount: int, currency: str, *, separator: str = ".") -> str:
    """The amount as people write it: `(2500, "eur")` is `25.00 EUR`.

    Raises:
        KeyError: the currency is not in `CURRENCIES`.
    """
    exponent = CURRENCIES[currency].exponent
    whole, part = divmod(amount, 10**exponent)
    decimals = f"{separator}{part:0{exponent}d}" if exponent else ""
    return f"{whole}{decimals} {currency.upper()}"
