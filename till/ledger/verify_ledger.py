"""`till verify-ledger`: does an export of the ledger hold what the ledger promises?

Offline: it needs files and no account. Each payment's chain of hashes, its steps and its
postings are checked; with the rows beside the entries, also that no last entry is missing; with
the signed roots, also that no chain was rewritten and no payment or day removed.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import chain as flattened
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from runtime.adapters.dynamodb_export import entries_of, item_of
from runtime.adapters.dynamodb_rows import read_rows
from runtime.domain.audit import audit, audit_entries
from runtime.domain.errors import UnreadableRowError
from runtime.domain.ledger import Entry
from runtime.domain.payment import Payment
from till.ledger.roots import Checked, check_roots
from till.ledger.roots_report import Roots, section, span, told
from till.lib.answer import Document, answer
from till.lib.exits import Exit
from till.lib.input import InputError, lines
from till.lib.options import AsJson
from till.lib.report import Section

Found = TypeVar("Found")
Ledger = dict[str, list[Entry]]

UNSEEN = (
    "Not seen here: a chain that was written anew together with its row, and a payment that was "
    "removed with its row and all its entries: `--roots` shows both."
)


class Account(Document):
    """What one account adds up to."""

    account: str
    currency: str
    amount: int
    """Minor units."""


class Verified(Document):
    """What `till verify-ledger --json` prints."""

    entries: int
    payments: int
    rows: int | None
    """None: no rows were given."""
    roots: Roots | None
    """None: none were given."""
    faults: list[str]
    accounts: list[Account]


def add(app: typer.Typer) -> None:
    """Put the command there."""
    app.command("verify-ledger", help="Check an export of the ledger, offline.")(run)


def run(
    *,
    entries: Annotated[
        list[Path], typer.Argument(help="Exports of the entries' table, or folders of their files.")
    ],
    payments: Annotated[
        list[Path] | None,
        typer.Option(
            help="An export of the payments' table of the same moment, or a folder of its files; "
            "may be repeated."
        ),
    ] = None,
    roots: Annotated[
        Path | None,
        typer.Option(help="The folder `roots` of `till export`, or a copy of their bucket."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--from", help="With --roots: every payment accepted from then on is given, UTC."
        ),
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", help="With --roots: and before this moment, UTC.")
    ] = None,
    public_key: Annotated[
        list[Path] | None,
        typer.Option(
            help="With --roots: a key to believe, DER or PEM, noted when nobody doubted it; may be "
            "repeated. Else those beside the roots are."
        ),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """0 for a sound ledger, 1 for a broken one.

    Raises:
        CommandError: --roots without the span that it is about.
        InputError, OSError: what was given is no export.
    """
    wanted = span(roots, since, until)
    ledger: Ledger = defaultdict(list)
    for entry in flattened.from_iterable(_read(entries, entries_of)):
        ledger[entry.payment_id].append(entry)
    for chain in ledger.values():
        chain.sort(key=lambda entry: entry.seq)
    rows = _rows(payments) if payments else None
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
    faults, checked = list(_faults(ledger, rows)), None
    if roots and wanted:
        checked = check_roots(
            roots, ledger, since=wanted[0], until=wanted[1], keys=public_key or []
        )
    document = Verified(
        entries=sum(map(len, ledger.values())),
        payments=len(ledger),
        rows=None if rows is None else len(rows),
        roots=told(checked),
        faults=[*faults, *(checked.faults if checked else ())],
        accounts=[
            Account(account=account, currency=currency, amount=amount)
            for (account, currency), amount in sorted(_sums(ledger).items())
        ],
    )
    answer(document, report(ledger, rows, faults, checked), as_json=as_json)
    return Exit.NO if document.faults else Exit.DONE


def report(
    ledger: Ledger,
    rows: Sequence[Payment] | None,
    faults: Sequence[str],
    checked: Checked | None = None,
) -> list[Section]:
    """What was looked at, what it adds up to, and what is wrong."""
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
                *(() if checked else (UNSEEN,)),
            ],
        ),
        *([section(checked)] if checked else ()),
        Section(
            "Accounts",
            columns=("account", "currency", "minor units"),
            rows=[
                (account, currency, str(amount))
                for (account, currency), amount in sorted(_sums(ledger).items())
            ],
        ),
    ]


def _sums(ledger: Ledger) -> Counter[tuple[str, str]]:
    sums: Counter[tuple[str, str]] = Counter()
    for entries in ledger.values():
        for posting in (posting for entry in entries for posting in entry.postings):
            sums[posting.account, posting.currency] += posting.amount
    return sums


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


def _rows(paths: list[Path]) -> list[Payment]:
    try:
        return list(read_rows(_read(paths, item_of)))
    except UnreadableRowError as error:
        raise InputError(str(error)) from None


def _read(paths: list[Path], read: Callable[[str], Found]) -> Iterator[Found]:
    for place, line in lines(paths):
        try:
            yield read(line)
        except UnreadableRowError as error:
            message = f"{place}: {error}"
            raise InputError(message) from None
