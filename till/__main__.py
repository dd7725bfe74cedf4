"""What operators and deployers ask: `till <command>`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console

from runtime.domain.errors import TillstackError
from till.doctor import command as doctor
from till.erasure import command as erasure
from till.ledger import verify_ledger
from till.lib.input import InputError
from till.lib.report import markdown, show
from till.merchants import command as merchants
from till.preview.events import PreviewError, read_preview
from till.preview.preview import sections
from till.redrive import redrive
from till.restore import repoint, restore_drill

PROBLEMS: Final = (
    PreviewError,
    InputError,
    TillstackError,
    OSError,
    BotoCoreError,
    ClientError,
)
"""What a person can mend; each is one sentence."""

MISUSED: Final = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; what it answers, or 2 with one sentence on the standard error."""
    parser = argparse.ArgumentParser(prog="till", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    _add_preview(commands)
    doctor.add(commands)
    erasure.add(commands)
    merchants.add(commands)
    redrive.add(commands)
    restore_drill.add(commands)
    repoint.add(commands)
    verify_ledger.add(commands)
    chosen = parser.parse_args(arguments)
    try:
        answer: int = chosen.run(chosen)
    except PROBLEMS as error:
        sys.stderr.write(f"{error}\n")
        return MISUSED
    return answer


def _add_preview(commands: "argparse._SubParsersAction[Any]") -> None:
    preview = commands.add_parser("preview", help="say what a preview means")
    preview.add_argument(
        "--file", type=Path, required=True, help="what `pulumi preview --json` wrote, streaming"
    )
    preview.add_argument("--markdown", action="store_true", help="for a comment, not a terminal")
    preview.add_argument("--title", default="Preview", help="the comment's heading")
    preview.set_defaults(run=_preview)


def _preview(chosen: argparse.Namespace) -> int:
    report = sections(read_preview(chosen.file.read_text(encoding="utf-8")))
    if chosen.markdown:
        sys.stdout.write(markdown(chosen.title, report))
    else:
        show(Console(), report)
    return 0


if __name__ == "__main__":
    sys.exit(main())
