"""The issuers' table."""

import pytest

from bench.card_forms import card, seeded
from runtime.domain.card_issuers import BRANDS, HEAD, LENGTHS, heads, issued_lengths


def issued(digits: str) -> bool:
    """Whether some issuer has numbers of this length that begin like these."""
    return len(digits) in issued_lengths(digits[:HEAD])


@pytest.mark.parametrize("name", BRANDS)
def test_each_brand_s_numbers_are_issued_at_its_lengths_only(name: str) -> None:
    """First and last of each beginning, at every length, and just outside of no other brand's."""
    for first, last in heads(BRANDS[name]):
        assert first <= last
        for length in BRANDS[name].lengths:
            for head in (first, last):
                assert issued(f"{head}".ljust(length, "0"))


@pytest.mark.parametrize(
    "number",
    [
        "2220990000000000",
        "2721000000000000",
        "3527990000000000",
        "3590000000000000",
        "6430000000000000",
        "340000000000000" + "0",
        "4000000000000",
        "42000000000000",
        "1000000000000000",
        "9999999999999999",
    ],
)
def test_what_no_issuer_gives_out_is_none(number: str) -> None:
    """Beside a range, and inside one at another length: no 13-digit Visa, no 16-digit Amex."""
    assert not issued(number)


def test_no_number_is_shorter_than_fourteen_digits_or_longer_than_nineteen() -> None:
    """ISO/IEC 7812 allows nineteen; EAN-13s and phone numbers stay out of it."""
    assert (LENGTHS[0], LENGTHS[-1]) == (14, 19)


def test_a_drawn_card_is_its_brand_s() -> None:
    """The generator of the benchmark makes numbers that the table knows."""
    source = seeded("one")
    assert all(issued(card(source, name)) for name in BRANDS for _ in range(50))


LENGTHS_OF_BRANDS = {
    "American Express": (15,),
    "Dankort": (16,),
    "Diners Club": (14, 16, 19),
    "Discover": (16, 19),
    "Elo": (16,),
    "Hiper": (16,),
    "Hipercard": (16,),
    "Humo": (16,),
    "InterPayment": (16, 17, 18, 19),
    "JCB": (16, 17, 18, 19),
    "Maestro": (16, 18, 19),
    "Mastercard": (16,),
    "Mir": (16, 17, 18, 19),
    "RuPay": (16,),
    "Troy": (16,),
    "UnionPay": (16, 17, 18, 19),
    "UzCard": (16,),
    "Verve": (16, 18, 19),
    "Visa": (16, 18, 19),
}
"""As the two tables behind ours had them on 2026-11-29, without what is left out."""


def test_each_brand_has_these_lengths() -> None:
    """One digit more or less is no card of the brand."""
    assert {name: brand.lengths for name, brand in BRANDS.items()} == LENGTHS_OF_BRANDS
