"""Texts that merchants send, and cards as people write them, drawn from a seeded source.

Digits of nobody: numbers of cards are drawn at random within an issuer's range.
"""

import hashlib
import random
import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from runtime.domain.card_issuers import BRANDS, heads
from runtime.domain.card_number import passes_luhn

Draw = Callable[[random.Random], str]

_ULID: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_EPOCH_FROM, _EPOCH_TO = 978_307_200, 2_177_452_800
"""The years 2001 to 2038, in seconds."""
_CENTURY_TO: Final = 4_102_444_800
"""The year 2100."""
_WORDS: Final = (
    "Order",
    "invoice",
    "delivery of",
    "for table",
    "booking",
    "customer no.",
    "item",
    "tel.",
    "VAT DE",
    "due on",
    "pos.",
    "season ticket",
)


def digits(source: random.Random, count: int) -> str:
    """Digits of equal chance, leading zeros among them."""
    return "".join(source.choices("0123456789", k=count))


def _moment(source: random.Random) -> datetime:
    return datetime(2001, 1, 1, tzinfo=UTC) + timedelta(seconds=source.randrange(36_159 * 86_400))


def _epoch(scale: int, *, to: int = _EPOCH_TO) -> Draw:
    return lambda source: str(source.randrange(_EPOCH_FROM * scale, to * scale))


def _hex(count: int) -> Draw:
    return lambda source: hashlib.sha256(source.randbytes(16)).hexdigest()[:count]


def _uuid(source: random.Random) -> str:
    return str(uuid.UUID(int=source.getrandbits(128), version=4))


def _ulid(source: random.Random) -> str:
    value = (source.randrange(_EPOCH_FROM, _CENTURY_TO) * 1000 << 80) | source.getrandbits(80)
    return "".join(_ULID[value >> 5 * place & 31] for place in reversed(range(26)))


def _sha1(source: random.Random) -> str:
    return hashlib.sha1(source.randbytes(16), usedforsecurity=False).hexdigest()


def _date_led(source: random.Random) -> str:
    moment = _moment(source)
    day, second = f"{moment:%Y%m%d}", f"{moment:%Y%m%d%H%M%S}"
    return source.choice(
        (
            f"{day}{digits(source, source.randrange(4, 13))}",
            second,
            f"{second}{digits(source, source.choice((3, 6, 9)))}",
            f"{day}-{digits(source, 6)}-{digits(source, 4)}",
        )
    )


def _prefixed(form: Draw) -> Draw:
    prefixes = ("order-", "INV-", "pay_", "ref:", "shop")
    return lambda source: source.choice(prefixes) + form(source)


def _ean13(source: random.Random) -> str:
    body = digits(source, 12)
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return f"{body}{-total % 10}"


def _snowflake(first: int, last: int) -> Draw:
    """Ids as Twitter defined them, of the milliseconds from `first` to `last`."""

    def draw(source: random.Random) -> str:
        since = source.randrange(first, last) - 1_288_834_974_657
        return str(since << 22 | source.getrandbits(22))

    return draw


def _phone(source: random.Random) -> str:
    code = source.choice(("1", "33", "34", "39", "44", "49", "52", "55", "62", "63", "81", "86"))
    number = digits(source, source.randrange(8, 16 - len(code)))
    groups = [number[at : at + 3] for at in range(0, len(number), 3)]
    return f"+{code} {' '.join(groups)}"


def _iban(source: random.Random) -> str:
    body = digits(source, 18)
    check = 98 - int(f"{body}131400") % 97
    whole = f"DE{check:02}{body}"
    return " ".join(whole[at : at + 4] for at in range(0, len(whole), 4))


def _invoice(source: random.Random) -> str:
    parts = []
    for _ in range(source.randrange(2, 6)):
        number = digits(source, source.choice((1, 2, 3, 4, 5, 6, 8)))
        price = f"{source.randrange(1, 900)}.{digits(source, 2)}"
        parts.append(f"{source.choice(_WORDS)} {source.choice((number, price))}")
    return ", ".join(parts)


def _prices(source: random.Random) -> str:
    count = source.randrange(2, 20)
    return ", ".join(f"{source.randrange(1, 900)}.{digits(source, 2)}" for _ in range(count))


def _days_and_times(source: random.Random) -> str:
    form = source.choice(("%d.%m.%Y %H:%M", "%Y-%m-%dT%H:%M:%SZ", "%m/%d/%Y", "%Y-%m-%d %H:%M"))
    return " - ".join(f"{_moment(source):{form}}" for _ in range(source.randrange(1, 5)))


KNOWN: Final[Mapping[str, Draw]] = {
    "UUID": _uuid,
    "ULID": _ulid,
    "hex of 32": _hex(32),
    "hex of 40": _sha1,
    "hex of 64": _hex(64),
    "seconds since 1970, years 2001 to 2100": _epoch(1, to=_CENTURY_TO),
    "milliseconds, 2001 to 2100": _epoch(1_000, to=_CENTURY_TO),
    "microseconds, 2001 to 2038": _epoch(1_000_000),
    "nanoseconds, 2001 to 2038": _epoch(1_000_000_000),
    "date-led number": _date_led,
    "date-led number behind a prefix": _prefixed(_date_led),
    "milliseconds behind a prefix": _prefixed(_epoch(1_000)),
    "UUID behind a prefix": _prefixed(_uuid),
    "hex of 32 behind a prefix": _prefixed(_hex(32)),
}
"""What passes always, as the whole value of an identifier."""

OTHERS: Final[Mapping[str, Draw]] = {
    "microseconds, 2039 to 2100": lambda source: str(
        source.randrange(_EPOCH_TO * 1_000_000, _CENTURY_TO * 1_000_000)
    ),
    **{
        f"{count} random digits": (lambda source, count=count: digits(source, count))  # type: ignore[misc] # one for each
        for count in range(13, 20)
    },
    "24 random digits": lambda source: digits(source, 24),
    "EAN-13": _ean13,
    "snowflake id, 2018 to 2027": _snowflake(1_514_764_800_000, 1_798_761_600_000),
    "snowflake id, 2028 to 2038": _snowflake(1_830_297_600_000, 2_177_452_800_000),
    "order number 8-6-4": lambda source: "-".join(digits(source, count) for count in (8, 6, 4)),
    "order number 3-7-7": lambda source: "-".join(digits(source, count) for count in (3, 7, 7)),
    "phone number": _phone,
    "IBAN in groups": _iban,
    "free text of an invoice": _invoice,
    "list of prices": _prices,
    "days and times": _days_and_times,
}
"""What may be mistaken for a card, each in a text of its own."""


def seeded(seed: str) -> random.Random:
    """The same source for the same seed."""
    return random.Random(seed)  # noqa: S311 - which texts are tried is no secret


def card(source: random.Random, name: str) -> str:
    """A number of the brand: its beginning, its length, its checksum."""
    brand = BRANDS[name]
    first, last = source.choice(list(heads(brand)))
    length = source.choice(brand.lengths)
    body = f"{source.randint(first, last)}{digits(source, length - 9)}"
    return next(body + check for check in "0123456789" if passes_luhn(body + check))


def drawn(draw: Draw, seed: str, count: int) -> Iterator[str]:
    """`count` texts, the same for the same seed."""
    source = seeded(seed)
    return (draw(source) for _ in range(count))
