"""What an amount must be in each currency, as the API's document says it."""

from collections.abc import Iterator
from typing import Any

from runtime.contract.currencies import CURRENCIES


def amounts() -> Iterator[dict[str, Any]]:
    """What an amount must be in the currencies that have the same rule."""
    codes: dict[tuple[int, int], list[str]] = {}
    for code, currency in CURRENCIES.items():
        codes.setdefault((currency.minimum, currency.step), []).append(code)
    for (minimum, step), group in sorted(codes.items()):
        rule = {"minimum": minimum, **({"multipleOf": step} if step > 1 else {})}
        yield {
            "if": {"properties": {"currency": {"enum": group}}},
            "then": {"properties": {"amount": rule}},
        }
