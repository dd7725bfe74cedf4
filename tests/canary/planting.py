"""Canaries: texts that occur nowhere else, so that whoever meets one knows where it went in."""

import random
import re
import secrets
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from bench.card_forms import card
from bench.card_spellings import spelled
from docs_gen.data_table import TABLE, Place, may_lie
from runtime.domain.card_data import names_security_code
from runtime.domain.card_issuers import BRANDS

HEAD: Final = "zq7k"
WORD: Final = re.compile(HEAD + "[a-z2-7]{10}")
"""Letters and digits only: it means the same in an address, a token, a URL and a header."""
_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz234567"
REFUSED: Final = "what is refused"


class Kind(StrEnum):
    """What a canary is dressed as."""

    CARD = "card number"
    CODE = "security code"
    EMAIL = "e-mail address"
    NAME = "name"
    PSP_TOKEN = "PSP token"
    BEARER = "bearer token"
    SECRET = "secret"
    TEXT = "free text"


@dataclass(frozen=True)
class Canary:
    """One text, and where it went in."""

    flow: str
    into: str
    """The input: `description`, `header User-Agent`."""
    kind: Kind
    text: str
    """What must not be met; of a card its digits."""
    row: str
    """The row of `docs/data.md` that says where it may be met."""
    also: frozenset[Place] = frozenset()
    """Where a test laid it by hand, as somebody with the account's rights could."""

    def may_lie(self, places: Iterable[Place]) -> bool:
        """Whether one of the places may hold it."""
        return any(place in self.also or may_lie(self.row, place) for place in places)

    def __str__(self) -> str:
        """For a person: never the text."""
        return f"{self.flow}: the {self.kind} in {self.into} ({self.row})"


@dataclass
class Planter:
    """Makes the canaries of one run and remembers each."""

    source: random.Random = field(default_factory=lambda: random.Random(secrets.token_hex()))  # noqa: S311 - it must be new, not secret.
    canaries: list[Canary] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __iter__(self) -> Iterator[Canary]:
        return iter(list(self.canaries))

    def flow(self, name: str) -> "Flow":
        """Where the canaries of one flow are planted."""
        return Flow(self, name)

    def word(self) -> str:
        """A text that is nowhere else, and as a name is none of a security code: `my_cvc`."""
        with self._lock:
            words = iter(lambda: HEAD + "".join(self.source.choices(_ALPHABET, k=10)), "")
            return next(each for each in words if not names_security_code(each))

    def number(self, brand: str) -> str:
        """A card's digits that are nobody else's in this run."""
        with self._lock:
            known = {each.text for each in self.canaries}
            return next(n for n in iter(lambda: card(self.source, brand), "") if n not in known)

    def keep(self, canary: Canary) -> None:
        """Remember it.

        Raises:
            KeyError: the table has no such row.
        """
        TABLE[canary.row]
        with self._lock:
            self.canaries.append(canary)

    def per_flow(self) -> Counter[str]:
        """Flow → how many it was given."""
        return Counter(canary.flow for canary in self)


@dataclass(frozen=True)
class Flow:
    """Plants into one flow."""

    planter: Planter
    name: str
    row: str | None = None
    """The row where an input names none of its own; None: the input is its row."""

    def refused(self) -> "Flow":
        """The same flow, of which nothing may be kept."""
        return Flow(self.planter, self.name, REFUSED)

    def word(
        self,
        into: str,
        kind: Kind = Kind.TEXT,
        *,
        row: str | None = None,
        also: Iterable[Place] = (),
        dressed: str = "{}",
    ) -> str:
        """A new text, dressed; what must not be met is the text alone."""
        text = self.planter.word()
        self.known(text, into, kind, row=row, also=also)
        return dressed.format(text)

    def email(self, into: str, *, row: str | None = None, also: Iterable[Place] = ()) -> str:
        """An address of which neither half may be met."""
        local, domain = (
            self.word(f"{into}, {part} the @", Kind.EMAIL, row=row or self.row or into, also=also)
            for part in ("before", "behind")
        )
        return f"{local}@{domain}.example"

    def card(self, into: str, brand: str = "Visa", spelling: str = "bare") -> str:
        """A card's number as people write it."""
        number = self.planter.number(brand)
        self.known(number, f"{into} ({brand}, {spelling})", Kind.CARD, row=REFUSED)
        return spelled(spelling, number)

    def known(
        self,
        text: str,
        into: str,
        kind: Kind,
        *,
        row: str | None = None,
        also: Iterable[Place] = (),
    ) -> str:
        """A text that somebody else made: a token, a client's secret."""
        self.planter.keep(
            Canary(self.name, into, kind, text, row or self.row or into, frozenset(also))
        )
        return text


BRAND_NAMES: Final = tuple(BRANDS)
