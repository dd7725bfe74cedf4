"""What the commands are given: files, and what a stack says of itself."""

import gzip
import sys
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError


class InputError(Exception):
    """One sentence for a person: what was given is not what the command needs."""


class Outputs(BaseModel):
    """What `pulumi stack output --json` says of the stack that is up."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    payments_table: str
    entries_table: str
    payment_queue_url: str
    payment_dead_letter_url: str
    notification_queue_url: str
    notification_dead_letter_url: str
    functions: dict[str, str]
    """Handler → function's name."""
    merchants_table: str
    user_pool_id: str
    token_url: str
    email_event_queue_url: str
    email_event_dead_letter_url: str
    event_queue_url: str
    event_dead_letter_url: str
    events_table: str
    webhook_key_arn: str
    gateway_url: str
    roots_bucket: str
    event_bus_arn: str | None = None
    """None: the stack has no bus."""
    worker_log_group: str | None = None
    """Where the workers of a fleet write; None: the stack has no fleet."""


def outputs(path: Path) -> Outputs:
    """The stack's outputs in a file; `-` is the standard input.

    Raises:
        InputError: they are not all there.
    """
    text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
    try:
        return Outputs.model_validate_json(text)
    except ValidationError as error:
        lacking = ", ".join(str(each["loc"][0]) for each in error.errors() if each["loc"])
        message = f"{path} is not what `pulumi stack output --json` writes" + (
            f": it lacks {lacking}." if lacking else "."
        )
        raise InputError(message) from None


def _files(path: Path) -> list[Path]:
    """The file, or those of a folder, as DynamoDB names what it exports."""
    if not path.is_dir():
        return [path]
    return sorted(each for each in path.iterdir() if each.suffix in {".gz", ".json", ".jsonl"})


def lines(paths: list[Path]) -> Iterator[tuple[str, str]]:
    """Each line of the files that is not blank, with the place where it stands.

    What ends in `.gz` is unpacked, as DynamoDB exports are packed.

    Raises:
        InputError: a file is not text.
    """
    for path in [one for each in paths for one in _files(each)]:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as file:
            try:
                for number, line in enumerate(file, start=1):
                    if line.strip():
                        yield f"{path}:{number}", line
            except (UnicodeDecodeError, EOFError, gzip.BadGzipFile):
                message = f"{path} is not a text file, or is broken off."
                raise InputError(message) from None
