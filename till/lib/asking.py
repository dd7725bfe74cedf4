"""Asking a person before something is done that can't be taken back."""

import sys
from pathlib import Path

from till.lib.exits import CommandError, Exit


def agreed(word: str, what: str, *, yes: bool, as_json: bool, outputs: Path | None) -> bool:
    """Whether it may be done: by `--yes`, or by the word that a person types.

    Args:
        word: what must be typed.
        what: one sentence that says what will happen.
        yes: `--yes` was given.
        as_json: a program asks; nobody can be asked, so it must say `--yes`.
        outputs: the file of outputs; where it is the standard input, nobody can be asked there.

    Raises:
        CommandError: nobody can be asked.
    """
    if yes:
        return True
    if as_json or str(outputs) == "-":
        message = f"{what} Nobody can be asked here, and nothing was done: say --yes."
        raise CommandError(Exit.MISUSED, message)
    sys.stdout.write(f"{what} Type {word} to go on: ")
    sys.stdout.flush()
    if sys.stdin.readline().strip() == word:
        return True
    sys.stderr.write("Nothing was done.\n")
    return False
