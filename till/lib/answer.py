"""What a command prints: sections for a person, or one JSON document for a program."""

import sys
from collections.abc import Sequence
from typing import Final

from pydantic import BaseModel, ConfigDict
from rich.console import Console

from till.lib.report import Section, show

WIDTH: Final = 200
"""Columns of what is piped: an id stays in one piece."""


class Document(BaseModel):
    """A part of what `--json` prints: complete, and with nothing else in it."""

    model_config = ConfigDict(extra="forbid", title=None)


class ReportSection(Document):
    """One question and its answer, as a person would see it."""

    title: str
    alerts: list[str]
    notes: list[str]
    columns: list[str]
    rows: list[list[str]]


class Report(Document):
    """Sections in their order."""

    sections: list[ReportSection]


def paper() -> Console:
    """Where a person reads."""
    return Console(width=None if sys.stdout.isatty() else WIDTH, log_path=False)


def answer(document: BaseModel, sections: Sequence[Section], *, as_json: bool) -> None:
    """Print one or the other."""
    if as_json:
        say_json(document)
    else:
        show(paper(), sections)


def say_json(document: BaseModel) -> None:
    """One document on the standard output."""
    sys.stdout.write(document.model_dump_json(indent=2, by_alias=True) + "\n")


def report_of(sections: Sequence[Section]) -> Report:
    """The sections as a document."""
    return Report(
        sections=[
            ReportSection(
                title=each.title,
                alerts=list(each.alerts),
                notes=list(each.notes),
                columns=list(each.columns),
                rows=[list(row) for row in each.rows],
            )
            for each in sections
        ]
    )
