"""Why a row of the report misses its bound, as far as somebody has looked into it."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from bench.results import Row

FILE: Final = Path(__file__).with_suffix(".toml")
UNKNOWN: Final = f"nobody has said why: look into it, and say it in bench/{FILE.name}"


@cache
def reasons() -> Mapping[str, str]:
    """Row's name → why it misses."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def why(row: Row) -> str:
    """Nothing where the row holds its bound."""
    return "" if row.held else reasons().get(row.name, UNKNOWN)
