"""`till preview`: what a preview means for resources, permissions, data and costs."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from till.lib.answer import answer, report_of
from till.lib.exits import Exit
from till.lib.options import AsJson
from till.lib.report import markdown
from till.preview.events import read_preview
from till.preview.preview import sections


def add(app: typer.Typer) -> None:
    """Put the command there."""
    app.command("preview", help="Say what a preview means.")(run)


def run(
    *,
    file: Annotated[Path, typer.Option(help="What `pulumi preview --json` wrote, streaming.")],
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help="For a comment, not a terminal.")
    ] = False,
    title: Annotated[str, typer.Option(help="The comment's heading.")] = "Preview",
    as_json: AsJson = False,
) -> int:
    """0; the report is on the standard output.

    Raises:
        PreviewError, OSError: the file is no preview.
    """
    report = sections(read_preview(file.read_text(encoding="utf-8")))
    if as_markdown and not as_json:
        sys.stdout.write(markdown(title, report))
    else:
        answer(report_of(report), report, as_json=as_json)
    return Exit.DONE
