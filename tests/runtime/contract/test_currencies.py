"""The table of currencies."""

from runtime.contract.currencies import CURRENCIES, LARGEST_AMOUNT


def test_every_minimum_is_a_chargeable_amount() -> None:
    """Each is positive, below the largest amount, and a multiple of the currency's step."""
    for currency in CURRENCIES.values():
        assert 0 < currency.minimum <= LARGEST_AMOUNT
        assert currency.minimum % currency.step == 0


def test_the_psp_s_special_cases_have_their_rule() -> None:
    """Three decimals in tens, Icelandic and Ugandan money in hundreds, none elsewhere."""
    steps = {code: each.step for code, each in CURRENCIES.items() if each.step > 1}
    three = {code for code, each in CURRENCIES.items() if each.exponent == 3}
    assert steps == {**dict.fromkeys(three, 10), "isk": 100, "ugx": 100}
    assert {CURRENCIES[code].exponent for code in ("isk", "ugx", "huf", "twd")} == {2}


def test_a_code_is_written_as_the_psp_reads_it() -> None:
    """Three lower-case letters, in the order of the alphabet."""
    assert list(CURRENCIES) == sorted(CURRENCIES)
    assert all(len(code) == 3 and code.isalpha() and code.islower() for code in CURRENCIES)
