"""`python -m till <command>`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from till._engine import PreviewError, read
from till._render import markdown, show
from till.preview import sections


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0, or 1 with one sentence on the standard error."""
    parser = argparse.ArgumentParser(prog="till", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    preview = commands.add_parser("preview", help="say what a preview means")
    preview.add_argument(
        "--file", type=Path, required=True, help="what `pulumi preview --json` wrote, streaming"
    )
    preview.add_argument("--markdown", action="store_true", help="for a comment, not a terminal")
    preview.add_argument("--title", default="Preview", help="the comment's heading")
    chosen = parser.parse_args(arguments)
    try:
        report = sections(read(chosen.file.read_text(encoding="utf-8")))
    except (PreviewError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if chosen.markdown:
        sys.stdout.write(markdown(chosen.title, report))
    else:
        show(Console(), report)
    return 0


if __name__ == "__main__":
    sys.exit(main())
