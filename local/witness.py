"""Collects the evidence: everything that was written, read with the account's root rights."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from local.invariants import Answer, Evidence
from local.stack import LocalStack
from runtime.adapters import _dynamodb_items as items
from runtime.domain.ledger import Entry


def collect(stack: LocalStack, answers: Iterable[Answer]) -> Evidence:
    """Both tables, the PSP's book, the mailbox, and what clients were answered."""
    rows = (items.read_row(item) for item in scan(stack, "payments_table"))
    entries: dict[str, list[Entry]] = defaultdict(list)
    for item in scan(stack, "entries_table"):
        entry = items.read_entry(item)
        entries[entry.payment_id].append(entry)
    for lines in entries.values():
        lines.sort(key=lambda entry: entry.seq)
    return Evidence(
        payments={row.payment_id: row for row in rows},
        entries=entries,
        book=stack.psp.book(),
        mails=stack.emulator.mailbox(),
        answers=list(answers),
    )


def at_rest(stack: LocalStack) -> tuple[int, int]:
    """How many payments are final and told (or in front of a person), and how many there are."""
    rows: Sequence[Mapping[str, Any]] = list(scan(stack, "payments_table"))
    return sum("due_at" not in row for row in rows), len(rows)


def scan(stack: LocalStack, output: str) -> Iterator[Mapping[str, Any]]:
    """Every item of the table that the program exports as `output`."""
    pages = stack.emulator.client("dynamodb").get_paginator("scan")
    for page in pages.paginate(TableName=stack.outputs[output], ConsistentRead=True):
        yield from page["Items"]
