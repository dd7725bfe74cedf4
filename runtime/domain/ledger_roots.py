"""The daily root of the ledger: one signed document a day says where every chain stood. Pure.

A day is listed twice: when it has ended, and again when it is settled. Each document holds the
hash of the one before it (docs/decisions/2026-11-30-a-signed-root-each-night.md).
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Final, Protocol

from pydantic import BaseModel, ConfigDict, Field

from runtime.contract.schema_versions import ROOT_SCHEMA
from runtime.domain.ledger import digest
from runtime.domain.payment import Payment

SETTLED_DAYS: Final = 7
"""After so many days a payment is final, its mail has been sent or has bounced, and a person has
decided where one had to; only an erasure still adds an entry."""
CLOSED: Final = 3_600
"""Seconds after midnight (UTC) until a day counts as ended: what was accepted before is written,
and the index of days has it."""


class Stage(StrEnum):
    """When a day's payments were listed."""

    ENDED = "ended"
    """The day was just over."""
    SETTLED = "settled"
    """`SETTLED_DAYS` later."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]


class Leaf(_Part):
    """Where one payment's chain stood."""

    payment_id: str
    seq: int
    """Of its last entry."""
    hash: Hash
    """That entry's."""

    def line(self) -> str:
        """The leaf as a line of its file, in the one form that is hashed.

        Lines sort by payment id.
        """
        return self.model_dump_json() + "\n"


class Leaves(_Part):
    """What a root says of all payments that were accepted on one day (UTC)."""

    day: Day
    stage: Stage
    payments: int
    sha256: Hash
    """Of the lines, sorted by payment id; it names their file too."""


class Root(_Part):
    """What is signed."""

    v: Annotated[int, Field(ge=1, le=ROOT_SCHEMA)] = ROOT_SCHEMA
    ledger: str
    """The table of payments that was read; a restored ledger has another."""
    day: Day
    """The day that had ended."""
    leaves: tuple[Leaves, ...]
    previous: Hash
    """The hash of the root of the day before; of the first, `GENESIS`."""
    signed_at: int
    """Unix seconds."""
    key: Hash
    """The sha256 of the public key that verifies it (DER, SubjectPublicKeyInfo)."""

    @property
    def hash(self) -> str:
        """Hex sha256 of its canonical form: what the key signs, and the next root names."""
        return digest(self.model_dump(mode="json"))


class SignedRoot(_Part):
    """A root as it is kept."""

    root: Root
    signature: str
    """Base64 of the DER of an ECDSA signature over the root's hash."""


class RootStore(Protocol):
    """Where roots are kept; nothing in it is ever written over."""

    def days(self) -> Sequence[str]:
        """The days that have a root, oldest first.

        Raises:
            UnavailableError: no answer; the same call may be made again.
        """
        ...

    def get(self, day: str) -> SignedRoot:
        """The root of a day that has one.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        ...

    def put(self, signed: SignedRoot) -> None:
        """Keep a root where its day has none.

        Raises:
            ConflictError: the day has one; nothing is written.
            UnavailableError: it may or may not be written.
        """
        ...

    def put_leaves(self, sha256: str, lines: bytes) -> None:
        """Keep the lines of that hash; those that are there already are the same.

        Raises:
            UnavailableError: they may or may not be written.
        """
        ...

    def put_key(self, fingerprint: str, public_key: bytes) -> None:
        """Keep the public key (DER) of that sha256, if it is not there already.

        Raises:
            UnavailableError: it may or may not be written.
        """
        ...


class RootSigner(Protocol):
    """The key whose private half nobody has."""

    def public_key(self) -> bytes:
        """Its public half: DER, SubjectPublicKeyInfo.

        Raises:
            UnavailableError: no answer; the same call may be made again.
        """
        ...

    def sign(self, sha256: str) -> str:
        """Base64 of the signature over a hash in hex.

        Raises:
            UnavailableError: no answer; the same call may be made again.
        """
        ...


def leaf_of(payment: Payment) -> Leaf:
    """The payment's own."""
    return Leaf(payment_id=payment.payment_id, seq=payment.version, hash=payment.last_hash)


def days_from(first: str, last: str) -> Iterator[str]:
    """Every day from `first` to `last`, both of them included."""
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        yield day.isoformat()
        day += timedelta(days=1)


def day_after(day: str, days: int = 1) -> str:
    """The day so many days later; earlier where `days` is negative."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
