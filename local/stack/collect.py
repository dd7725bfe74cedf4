"""Collects the snapshot: everything that was written, read with the account's root rights."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from local.receiver.shop import Shop
from local.stack.bus_reader import BusReader
from local.stack.snapshot import AcceptedMail, ClientResponse, Snapshot
from local.stack.stack import LocalStack
from runtime.adapters.dynamodb_entries import read_entries
from runtime.adapters.dynamodb_rows import is_row, read_row, read_rows
from runtime.domain.ledger import Entry
from runtime.domain.payment import Payment

NOTIFICATION: Final = re.compile(r"pay_[a-z2-7]{26}-\d+")
TO_ENDPOINTS: Final = "due#"
ON_BUS: Final = "bus#"
"""What the keys of waiting events begin with, by the way of telling."""


def collect(
    stack: LocalStack, answers: Iterable[ClientResponse], reader: BusReader | None = None
) -> Snapshot:
    """Both tables, the PSP's book, the mailbox, and what clients were answered and told."""
    entries: dict[str, list[Entry]] = defaultdict(list)
    for item in scan(stack, "entries_table"):
        for entry in read_entries(item):
            entries[entry.payment_id].append(entry)
    for lines in entries.values():
        lines.sort(key=lambda entry: entry.seq)
    found = shops(stack)
    return Snapshot(
        payments=rows(stack),
        entries=entries,
        book=stack.psp.book(),
        mails=mails(stack),
        answers=list(answers),
        taken={name: shop.taken for name, shop in found.items()} if found else None,
        on_bus=[event["detail"] for event in reader.came()] if reader else None,
    )


def shops(stack: LocalStack) -> Mapping[str, Shop]:
    """The merchants' backends."""
    return stack.receiver.shops if stack.receiver else {}


def events_due(stack: LocalStack, ways: tuple[str, ...] = (TO_ENDPOINTS, ON_BUS)) -> int:
    """How many events are still to be told, at an endpoint or on the bus."""
    return sum(item["pk"]["S"].startswith(ways) for item in items(stack, "events_table"))


def watched(stack: LocalStack, reader: BusReader | None) -> tuple[str, ...]:
    """The ways of telling at whose end somebody of ours takes what comes."""
    ends = {TO_ENDPOINTS: shops(stack), ON_BUS: reader}
    return tuple(way for way, end in ends.items() if end)


def rows(stack: LocalStack) -> dict[str, Payment]:
    """Every payment's row by its id."""
    return {row.payment_id: row for row in read_rows(items(stack, "payments_table"))}


def known(stack: LocalStack) -> frozenset[str]:
    """The ids of all payments that there are."""
    return frozenset(row["payment_id"]["S"] for row in scan(stack, "payments_table"))


def at_rest(stack: LocalStack) -> tuple[int, int]:
    """How many payments are final and told (or in front of a person), and how many there are."""
    rows = [read_row(item) for item in scan(stack, "payments_table")]
    return sum(map(rests, rows)), len(rows)


def rests(row: Payment) -> bool:
    """Whether nothing is to be done about a payment but by a person."""
    return row.due_at is None or row.waits_for_a_person


def mails(stack: LocalStack) -> list[AcceptedMail]:
    """The payers' mails in the mailbox, each with the template whose subject it carries.

    Raises:
        LookupError: a mail has the subject of no template, or names no notification.
    """
    return to_payers(stack.emulator.mailbox(), _subjects(stack))


def to_payers(
    mails: Iterable[Mapping[str, Any]], subjects: Mapping[str, re.Pattern[str]]
) -> list[AcceptedMail]:
    """The mails but for those to merchants, whose templates' subjects have no group `amount`.

    Raises:
        LookupError: a mail has the subject of no template, or names no notification.
    """
    payers = {name: one for name, one in subjects.items() if "amount" in one.groupindex}
    others = [one for name, one in subjects.items() if name not in payers]
    return [
        read_mail(mail, payers)
        for mail in mails
        if not any(one.fullmatch(mail["Subject"]) for one in others)
    ]


def read_mail(mail: Mapping[str, Any], subjects: Mapping[str, re.Pattern[str]]) -> AcceptedMail:
    """One mail of the mailbox; `subjects` by template, each with a group `amount`.

    Raises:
        LookupError: its subject is no template's, or it names no notification.
    """
    found = {name: pattern.fullmatch(mail["Subject"]) for name, pattern in subjects.items()}
    named = NOTIFICATION.search(mail["BodyText"])
    for template, match in found.items():
        if match and named:
            return AcceptedMail(
                template=template,
                to=", ".join(mail["To"]),
                subject=mail["Subject"],
                amount=match["amount"],
                notification_id=named[0],
            )
    raise LookupError(f"The mail {mail['Subject']!r} is no template's, or names no notification.")


def _subjects(stack: LocalStack) -> dict[str, re.Pattern[str]]:
    ses = stack.emulator.client("ses")
    names = [one["Name"] for one in ses.list_templates()["TemplatesMetadata"]]
    subjects = {
        name: ses.get_template(TemplateName=name)["Template"]["SubjectPart"] for name in names
    }
    return {
        name: re.compile(
            re.escape(subject)
            .replace(r"\{\{amount\}\}", r"(?P<amount>[^ ]+)")
            .replace(r"\{\{merchant\}\}", r"\S+")
            .replace(r"\{\{host\}\}", r"\S+")
        )
        for name, subject in subjects.items()
    }


def scan(stack: LocalStack, output: str) -> Iterator[Mapping[str, Any]]:
    """Every row or entry of the table that the program exports as `output`."""
    return filter(is_row, items(stack, output))


def items(stack: LocalStack, output: str) -> Iterator[Mapping[str, Any]]:
    """Every item of the table that the program exports as `output`."""
    pages = stack.emulator.client("dynamodb").get_paginator("scan")
    for page in pages.paginate(TableName=stack.outputs[output], ConsistentRead=True):
        yield from page["Items"]
