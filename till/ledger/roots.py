"""Does the ledger hold what was signed of it, night by night? Pure, but for the files it reads.

Each fault is one sentence.
"""

from base64 import b64decode
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256

from runtime.domain.ledger import Entry
from runtime.domain.ledger_roots import Leaf, Leaves, Root, SignedRoot, Stage, day_after, days_from
from runtime.domain.payment import day_of
from runtime.domain.retention import DAY
from till.ledger.root_files import keys_of, leaves_in, roots_in

Ledger = Mapping[str, Sequence[Entry]]

UNSEEN: Final = (
    "Not seen here: what was changed before its day was signed, and the entries that a payment "
    "got after it was signed last."
)


@dataclass
class Checked:
    """What the roots say of a ledger."""

    days: int = 0
    """Whole days that had to be covered."""
    settled: int = 0
    """Those among them that were signed a second time."""
    roots: int = 0
    """Roots that were read, all of them or not."""
    leaves: int = 0
    """Leaves that were compared."""
    keys: list[str] = field(default_factory=list)
    """Fingerprints of the keys that were believed."""
    trusted: bool = False
    """Whether those keys were given, or lay beside the roots."""
    faults: list[str] = field(default_factory=list)


def check_roots(
    folder: Path, ledger: Ledger, *, since: int, until: int, keys: Sequence[Path]
) -> Checked:
    """Everything that is wrong.

    Args:
        folder: the roots, as `till.ledger.root_files` copies them.
        ledger: payment → its entries in order: of each payment accepted within the span.
        since: Unix seconds, the beginning of the span.
        until: its end, which is not in it.
        keys: files of the keys to believe; none: those in the folder.

    Raises:
        InputError: there is no such folder, or a file holds no key.
    """
    # A day is whole where both of its ends are within the span.
    days = set(days_from(day_of(since + DAY - 1), day_of(until - DAY)))
    known = keys_of(folder, keys)
    told = Checked(days=len(days), keys=sorted(known), trusted=bool(keys))
    signed = dict(_verified(folder, known, told))
    told.faults += [f"There is no root of {day}." for day in sorted(days - signed.keys())]
    accepted: dict[str, set[str]] = defaultdict(set)
    for one, entries in ledger.items():
        if entries:
            accepted[day_of(entries[0].at)].add(one)
    for root in signed.values():
        for listed in root.leaves:
            leaves = leaves_in(folder, listed.sha256)
            if leaves is None or len(leaves) != listed.payments:
                told.faults.append(
                    f"The root of {root.day} names leaves of {listed.day} that are not there, or "
                    "not whole."
                )
                continue
            told.settled += listed.day in days and listed.stage is Stage.SETTLED
            told.leaves += len(leaves)
            whole = listed.day in days
            told.faults += _unlike(listed, leaves, ledger, accepted[listed.day], whole=whole)
    return told


def _verified(
    folder: Path, keys: Mapping[str, EllipticCurvePublicKey], told: Checked
) -> Iterator[tuple[str, Root]]:
    """The roots that are signed, oldest first; what is wrong with one, or between two, is told."""
    before: Root | None = None
    for day, signed in roots_in(folder):
        told.roots += 1
        if signed is None:
            told.faults.append(f"roots/{day}.json is no root of that day that this version reads.")
            before = None
            continue
        root = signed.root
        if fault := _unsigned(signed, keys):
            told.faults.append(fault)
        else:
            yield day, root
        if before is not None:
            told.faults += _gap(before, root)
        before = root


def _unsigned(signed: SignedRoot, keys: Mapping[str, EllipticCurvePublicKey]) -> str | None:
    key = keys.get(signed.root.key)
    if key is None:
        return f"The root of {signed.root.day} is signed by another key, {signed.root.key}."
    try:
        sha256 = bytes.fromhex(signed.root.hash)
        key.verify(b64decode(signed.signature), sha256, ECDSA(Prehashed(SHA256())))
    except (InvalidSignature, ValueError):
        return f"The root of {signed.root.day} is not what was signed."
    return None


def _gap(before: Root, root: Root) -> Iterator[str]:
    if root.day != day_after(before.day):
        yield f"Between the roots of {before.day} and {root.day} some are missing."
    elif root.previous != before.hash:
        yield f"The root of {root.day} follows another root of {before.day} than this one."


def _unlike(
    listed: Leaves, leaves: Sequence[Leaf], ledger: Ledger, accepted: set[str], *, whole: bool
) -> Iterator[str]:
    """How the payments of a day differ from its leaves; `whole`: all of them were given."""
    signed = f"the leaves of {listed.day} ({listed.stage})"
    for leaf in leaves:
        entries = ledger.get(leaf.payment_id)
        if not entries:
            if whole:
                yield f"{leaf.payment_id}: {signed} list it, and it is not there."
        elif len(entries) < leaf.seq or entries[leaf.seq - 1].hash != leaf.hash:
            yield f"{leaf.payment_id} entry {leaf.seq}: {signed} have another hash."
    for one in sorted(accepted - {leaf.payment_id for leaf in leaves}):
        yield f"{one}: it was accepted on {listed.day}, and {signed} do not list it."
