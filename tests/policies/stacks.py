"""Our four stacks as the pack sees them, each declared once."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Final

from local.analyzer import Declared, declared
from tests._recorder import ACCOUNT, record_program

STACKS: Final = ("local", "dev", "staging", "prod")
ALARMS: Final = "alarms@example.com"
_ELSEWHERE: Final = {"aws:allowedAccountIds": json.dumps([ACCOUNT]), "alarmEmail": ALARMS}
CONFIG: Final[Mapping[str, Mapping[str, str]]] = {
    "local": {"alarmEmail": ALARMS, "dependencyLayer": "true"},
    "dev": {**_ELSEWHERE, "pspKey": "sk_test_elsewhere"},
    "staging": {**_ELSEWHERE, "pspKey": "sk_test_elsewhere"},
    "prod": {**_ELSEWHERE, "pspKey": "sk_live_elsewhere"},
}
"""What a person must still say for each stack file."""


@cache
def ours(stack: str, *, known: bool = True) -> tuple[Declared, ...]:
    """One of our stacks: as deployed, or as in its very first preview."""
    return tuple(declared(record_program(stack, CONFIG[stack], known=known)))
