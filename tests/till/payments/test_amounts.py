"""Money and time as they are read and typed."""

import pytest

from till.lib.exits import CommandError
from till.payments.amounts import age, clock, lasted, moment, money


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (2500, "eur", "25.00 EUR"),
        (5, "eur", "0.05 EUR"),
        (-2500, "eur", "-25.00 EUR"),
        (500, "jpy", "500 JPY"),
        (1230, "kwd", "1.230 KWD"),
        (7, "xts", "7 minor units of XTS"),
    ],
)
def test_money_has_the_places_of_its_currency(amount: int, currency: str, text: str) -> None:
    """And none is made up for a currency that is not known."""
    assert money(amount, currency) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (59, "59 s"), (185, "3 min 5 s"), (3_601, "1 h 1 s"), (90_061, "1 d 1 h")],
)
def test_a_time_has_its_two_largest_units(seconds: int, text: str) -> None:
    """Nobody reads seconds of a day."""
    assert lasted(seconds) == text


def test_ages_and_moments_are_read() -> None:
    """In seconds and in UTC."""
    assert [age(text) for text in ("90", "90s", "15m", "2h", "1d")] == [90, 90, 900, 7200, 86400]
    assert moment("2026-11-28T12:00:00Z") == moment("2026-11-28") + 43_200
    assert clock(moment("2026-11-28")) == "2026-11-28 00:00:00"


@pytest.mark.parametrize("text", ["", "1w", "-1", "h", "1.5h"])
def test_what_is_no_age_is_said(text: str) -> None:
    """With what would be one."""
    with pytest.raises(CommandError, match="seconds, or 15m, 2h, 1d"):
        age(text)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "2026-11-28T12:00:00+01:00"])
def test_what_is_no_moment_is_said(text: str) -> None:
    """With what would be one."""
    with pytest.raises(CommandError, match="2026-11-28T05:00:00Z"):
        moment(text)
