"""`till verify-ledger`: does an export of the ledger hold what the ledger promises?

Offline: it needs files and no account. Each payment's chain of hashes, its steps and its
postings are checked; with the rows beside the entries, also that no last entry is missing.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console

from runtime.adapters.dynamodb_export import entry_of, row_of
from runtime.domain.audit import audit, audit_entries
from runtime.domain.errors import UnreadableRowError
from runtime.domain.ledger import Entry
from runtime.domain.payment import Payment
from till.lib.input import InputError, lines
from till.lib.report import Section, show

Found = TypeVar("Found")
Ledger = dict[str, list[Entry]]

SOUND, BROKEN = 0, 1
UNSEEN = (
    "Not seen here: a chain that was written anew together with its row, and a payment that was "
    "removed with its row and all its entries."
)


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Describe the command."""
    parser = commands.add_parser("verify-ledger", help="check an export of the ledger, offline")
    parser.add_argument("entries", type=Path, nargs="+", help="exports of the entries' table")
    parser.add_argument(
        "--payments",
        type=Path,
        nargs="+",
        default=[],
        help="exports of the payments' table of the same moment",
    )
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """0 for a sound ledger, 1 for a broken one.

    Raises:
        InputError, OSError: what was given is no export.
    """
    ledger: Ledger = defaultdict(list)
    for entry in _read(chosen.entries, entry_of):
        ledger[entry.payment_id].append(entry)
    for entries in ledger.values():
        entries.sort(key=lambda entry: entry.seq)
    rows = list(_read(chosen.payments, row_of)) if chosen.payments else None
    if twice := [
        one for one, times in Counter(row.payment_id for row in rows or ()).items() if times > 1
    ]:
        message = (
            f"What was given holds {len(twice)} rows twice, {twice[0]} among them: "
            "give the files of one export, each once."
        )
        raise InputError(message)
    if not ledger and not rows:
        message = "There is no entry in what was given."
        raise InputError(message)
    faults = list(_faults(ledger, rows))
    show(Console(), report(ledger, rows, faults))
    return BROKEN if faults else SOUND


def report(ledger: Ledger, rows: Sequence[Payment] | None, faults: Sequence[str]) -> list[Section]:
    """What was looked at, what it adds up to, and what is wrong."""
    sums: Counter[tuple[str, str]] = Counter()
    for entries in ledger.values():
        for posting in (posting for entry in entries for posting in entry.postings):
            sums[posting.account, posting.currency] += posting.amount
    total = sum(map(len, ledger.values()))
    rowless = "not given: a missing last entry would go unseen"
    return [
        Section(
            "Ledger",
            alerts=faults,
            notes=[
                f"Entries: {total} of {len(ledger)} payments.",
                f"Rows: {rowless if rows is None else len(rows)}.",
                f"{len(faults)} faults." if faults else "Chains, steps and postings hold.",
                UNSEEN,
            ],
        ),
        Section(
            "Accounts",
            columns=("account", "currency", "minor units"),
            rows=[
                (account, currency, str(amount))
                for (account, currency), amount in sorted(sums.items())
            ],
        ),
    ]


def _faults(ledger: Ledger, rows: Sequence[Payment] | None) -> Iterator[str]:
    known = {row.payment_id: row for row in rows or ()}
    for one in sorted(ledger.keys() | known.keys()):
        entries = ledger.get(one, [])
        if one in known:
            yield from audit(known[one], entries)
        else:
            yield from audit_entries(entries)
            if rows is not None:
                yield f"{one}: it has entries and no row."


def _read(paths: list[Path], read: Callable[[str], Found]) -> Iterator[Found]:
    for place, line in lines(paths):
        try:
            yield read(line)
        except UnreadableRowError as error:
            message = f"{place}: {error}"
            raise InputError(message) from None
