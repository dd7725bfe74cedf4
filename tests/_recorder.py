"""The program as tests judge it: every resource that it declares, with all values known."""

from collections.abc import Mapping
from functools import cache

from local import recorder
from local.recorder import ACCOUNT, REGION, ROOT, Recorded, Recording, record
from tests._layer import layer_at_hand

__all__ = [
    "ACCOUNT",
    "REGION",
    "ROOT",
    "Recorded",
    "Recording",
    "program",
    "record",
    "record_program",
]


def record_program(stack: str, config: Mapping[str, str], *, known: bool = True) -> Recording:
    """Run the real `__main__.py`; no dependency layer is built for it."""
    with layer_at_hand():
        return recorder.record_program(stack, config, known=known)


@cache
def program() -> Recording:
    """The local stack, recorded once: it has everything that a stack can have but a domain."""
    return record_program("local", {"alarmEmail": "alarms@example.com", "dependencyLayer": "true"})
