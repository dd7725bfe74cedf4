"""What the commands of one machine take from their line, each number within what it can be."""

import argparse
from dataclasses import dataclass
from typing import Final

LAST_PORT: Final = 65_535


@dataclass(frozen=True)
class Places:
    """Where a stack's emulator and PSP listen, and how long its gateway waits."""

    port: int | None = None
    psp_port: int | None = None
    """None: any free one."""
    gateway_limit: float | None = None
    """Seconds for a function; None: what the program's integrations say."""


def places(told: argparse.Namespace) -> Places:
    """What was told of them."""
    return Places(told.port, told.psp_port, told.gateway_limit)


def add_places(parser: argparse.ArgumentParser, port: int | None, psp_port: int | None) -> None:
    """The options for them, with the usual ports."""
    for name, whose, usual in (("--port", "emulator", port), ("--psp-port", "PSP", psp_port)):
        told = "any free one" if usual is None else usual
        said = f"the {whose}'s port (default: {told})"
        parser.add_argument(name, type=a_port, default=usual, metavar="N", help=said)
    parser.add_argument(
        "--gateway-limit",
        type=seconds,
        metavar="SECONDS",
        help="what the gateway waits for a function (default: what AWS would wait)",
    )


def a_port(text: str) -> int:
    """A port; 0 is any free one.

    Raises:
        ArgumentTypeError: there is no such port.
    """
    return _between(text, 0, LAST_PORT, f"a port is a number from 0 to {LAST_PORT}, 0 any free one")


def a_count(text: str) -> int:
    """How many, at least one.

    Raises:
        ArgumentTypeError: it is none.
    """
    return _between(text, 1, 100_000, "a number from 1 to 100000 is needed")


def seconds(text: str) -> float:
    """A time.

    Raises:
        ArgumentTypeError: it is none.
    """
    try:
        found = float(text)
    except ValueError:
        found = 0
    # Also not for ever, and not a number.
    if not 0 < found <= 3_600:  # noqa: PLR2004 - an hour
        raise argparse.ArgumentTypeError(f"seconds, up to 3600, are needed, not {text}")
    return found


def _between(text: str, least: int, most: int, needed: str) -> int:
    try:
        found = int(text)
    except ValueError:
        found = least - 1
    if not least <= found <= most:
        raise argparse.ArgumentTypeError(f"{needed}, not {text}")
    return found
