"""Which numbers a card can have: the beginnings and lengths that issuers use.

As of 2026-11-29, from Braintree's `credit-card-type` (the table behind its card forms) and
Wikipedia, "Payment card number", for RuPay, Troy, Dankort, InterPayment, UzCard and Humo. Left
out, for what they would refuse:

- Visa at 13 digits: none is issued any more, and every German EAN-13 begins with 400 to 440;
- Maestro below 16 digits: its domestic schemes (Switch, Solo, Laser) had 16, 18 and 19, and
  British EAN-13s begin with 50;
- the rest of Maestro's 59 and 6, which the first table has: of 59 the second knows 5893 only, and
  of 6 what stands under other brands here, beside 63 and 67;
- UnionPay below 16 digits: Indonesian phone numbers begin with 62;
- JCB at 15 digits (1800, 2131): none is issued any more, and nanoseconds of 2027 begin with 1800;
- UATP (1 at 15 digits): airlines' own cards, which no PSP behind this API takes.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

HEAD: Final = 8
"""Digits of an issuer's number (ISO/IEC 7812-1:2017)."""


class Brand(NamedTuple):
    """A scheme: beginnings as `51-55`, or alone; and how many digits its numbers have."""

    beginnings: str
    lengths: tuple[int, ...]


BRANDS: Final[Mapping[str, Brand]] = {
    "American Express": Brand("34 37", (15,)),
    "Dankort": Brand("4571 5019", (16,)),
    "Diners Club": Brand("300-305 309 36 38 39", (14, 16, 19)),
    "Discover": Brand("6011 644-649 65", (16, 19)),
    "Elo": Brand(
        "401178-401179 431274 438935 451416 457393 457631-457632 504175 506699-506778"
        " 509000-509999 627780 636297 636368 650031-650033 650035-650051 650405-650439"
        " 650485-650538 650541-650598 650700-650718 650720-650727 650901-650978 651652-651679"
        " 655000-655019 655021-655058",
        (16,),
    ),
    "Hiper": Brand("637095 63737423 63743358 637568 637599 637609 637612", (16,)),
    "Hipercard": Brand("606282", (16,)),
    "Humo": Brand("9860", (16,)),
    "InterPayment": Brand("636", (16, 17, 18, 19)),
    "JCB": Brand("3528-3589", (16, 17, 18, 19)),
    "Maestro": Brand(
        "493698 500000-504174 504176-506698 506779-508999 56-58 5893 63 67", (16, 18, 19)
    ),
    "Mastercard": Brand("2221-2720 51-55", (16,)),
    "Mir": Brand("2200-2204", (16, 17, 18, 19)),
    "RuPay": Brand("60 65 81 82 508", (16,)),
    "Troy": Brand("65 9792", (16,)),
    "UnionPay": Brand("62 810-817", (16, 17, 18, 19)),
    "UzCard": Brand("8600", (16,)),
    "Verve": Brand("506099-506198 507865-507964", (16, 18, 19)),
    "Visa": Brand("4", (16, 18, 19)),
}


def heads(brand: Brand) -> Iterator[tuple[int, int]]:
    """Each beginning as the first and last number of eight digits that has it."""
    for beginning in brand.beginnings.split():
        first, _, last = beginning.partition("-")
        yield int(first.ljust(HEAD, "0")), int((last or first).ljust(HEAD, "9"))


LENGTHS: Final = tuple(sorted({length for brand in BRANDS.values() for length in brand.lengths}))


def _lengths_by_head() -> Iterator[tuple[int, tuple[int, ...]]]:
    ranges = [(*pair, brand.lengths) for brand in BRANDS.values() for pair in heads(brand)]
    for start in sorted({0, *(at for first, last, _ in ranges for at in (first, last + 1))}):
        here = {each for first, last, used in ranges if first <= start <= last for each in used}
        yield start, tuple(sorted(here))


_BY_HEAD: Final = dict(_lengths_by_head())
"""Which lengths are issued from these eight digits on."""
_STARTS: Final = tuple(_BY_HEAD)


def issued_lengths(head: str) -> tuple[int, ...]:
    """How many digits the numbers have that begin with these eight (ASCII); none of no issuer."""
    return _BY_HEAD[_STARTS[bisect_right(_STARTS, int(head)) - 1]]
