"""`till export`: the ledger of some days as lines that `till verify-ledger` reads, with its roots.

Merchant by merchant, by the index of days: the tables are never scanned. What the tables hold as a
whole is DynamoDB's own export (docs/runbooks/reconciliation.md).
"""

import json
import os
from pathlib import Path
from typing import Annotated, Final

import typer

from runtime.adapters.dynamodb_directory import DynamoDbDirectory
from runtime.adapters.dynamodb_entries import commit_item
from runtime.adapters.dynamodb_payment_queries import DynamoDbPaymentQueries
from runtime.adapters.dynamodb_rows import row_items
from runtime.adapters.s3_root_store import S3RootStore
from runtime.domain.payment import created_key, day_of
from runtime.domain.ports import PageQuery
from till.ledger.root_files import copy_roots
from till.lib.answer import Document, answer
from till.lib.exits import CommandError, Exit
from till.lib.options import AsJson, OutputsFile, StackName
from till.lib.report import Section
from till.lib.stack import client, stack_of
from till.payments.amounts import moment

READ: Final = 100
"""Rows of one read."""


class Exported(Document):
    """What `till export --json` prints."""

    entries: int
    payments: int
    merchants: int
    roots: int
    """Signed, of these days and of the week after them."""
    files: list[str]


def export(
    *,
    since: Annotated[str, typer.Option("--from", help="Accepted then or later, UTC.")],
    until: Annotated[str, typer.Option("--to", help="Accepted before, UTC.")],
    folder: Annotated[Path, typer.Option(help="A new folder for the files.")],
    outputs: OutputsFile = None,
    stack: StackName = None,
    as_json: AsJson = False,
) -> int:
    """0 with `entries.jsonl`, `payments.jsonl` and `roots/` in the folder, readable by you alone.

    Raises:
        InputError, TillstackError, ClientError: one sentence each.
    """
    first, end = moment(since), moment(until)
    if first >= end:
        message = f"--from {since} is not before --to {until}."
        raise CommandError(Exit.MISUSED, message)
    told = stack_of(outputs, stack)
    dynamodb = client(told, "dynamodb")
    names = sorted(each.name for each in DynamoDbDirectory(dynamodb, told.merchants_table).all())
    queries = DynamoDbPaymentQueries(dynamodb, told.payments_table, told.entries_table)
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        message = f"{folder} is there already, and nothing was written: name another folder."
        raise CommandError(Exit.MISUSED, message) from None
    files = folder / "entries.jsonl", folder / "payments.jsonl"
    entries = payments = 0
    with (
        os.fdopen(_new(files[0]), "w", encoding="utf-8") as entry_lines,
        os.fdopen(_new(files[1]), "w", encoding="utf-8") as row_lines,
    ):
        for name in names:
            query = PageQuery(name, READ, before=created_key(end, ""), oldest=first)
            for row in queries.page(query):
                payments += 1
                for item in row_items(row):
                    row_lines.write(json.dumps({"Item": item}) + "\n")
                for entry in queries.entries(row.payment_id):
                    # What came after the row was read would be an entry too many.
                    if entry.seq <= row.version:
                        entries += 1
                        entry_lines.write(json.dumps({"Item": commit_item([entry])}) + "\n")
    # What is signed of the days comes last: a payment that was there then is there now.
    store = S3RootStore(client(told, "s3"), told.roots_bucket)
    copied = copy_roots(store, day_of(first), day_of(end - 1), folder / "roots")
    document = Exported(
        entries=entries,
        payments=payments,
        merchants=len(names),
        roots=copied.roots,
        files=[str(each) for each in files],
    )
    answer(document, [_section(document, folder, since, until)], as_json=as_json)
    return Exit.DONE


def _section(document: Exported, folder: Path, since: str, until: str) -> Section:
    whose = f"{document.payments} payments of {document.merchants} merchants"
    words = (
        f"till verify-ledger {folder}/entries.jsonl --payments {folder}/payments.jsonl "
        f"--roots {folder}/roots --from {since} --to {until}"
    )
    notes = [
        f"{document.entries} entries of {whose} are in {folder}.",
        f"{document.roots} signed roots are in {folder}/roots.",
        words,
    ]
    return Section("Export", notes=notes)


def _new(file: Path) -> int:
    return os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
