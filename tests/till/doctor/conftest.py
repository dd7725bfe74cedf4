"""An account that no other test has touched, for what is counted or set once per account."""

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from local.emulator.emulator import Emulator

_NUMBERS = count(444_455_550_000)


@pytest.fixture
def account(emulator: "Emulator") -> "Emulator":
    """The way into a new account of the process's emulator."""
    return replace(emulator, account_id=str(next(_NUMBERS)))
