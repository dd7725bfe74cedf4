"""The command line: `till <command>`."""

import sys
from collections.abc import Sequence

import typer

from till.application import application
from till.lib.exits import PROBLEMS, Exit, told


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code, after one sentence on the standard error where it failed."""
    try:
        answer = application()(
            args=None if arguments is None else list(arguments),
            prog_name="till",
            standalone_mode=False,
        )
    except typer.TyperException as error:
        sys.stderr.write(f"{error.format_message()} `till --help` says what there is.\n")
        return Exit.MISUSED
    except PROBLEMS as error:
        code, sentence = told(error)
        sys.stderr.write(f"{sentence}\n")
        return code
    return int(answer or Exit.DONE)


if __name__ == "__main__":
    sys.exit(main())
