"""Which relations some times break, each as a sentence for a person.

`pulumi preview` refuses a stack that breaks one (`stack_settings.py`), and so does a function that
starts (`timing.py`).
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from runtime.contract.fixed_times import FIXED, FixedTimes
from runtime.contract.named_times import Setting, Time
from runtime.contract.time_relations import RELATIONS, Relation

if TYPE_CHECKING:
    from runtime.contract.timing import Times


class BrokenRelation(NamedTuple):
    """One that does not hold, for a person."""

    sentence: str
    """The two names, the two numbers, what would happen and what to do."""
    mend: Setting
    """The setting to change first; empty where the code is to blame."""


def broken(times: "Times", fixed: FixedTimes = FIXED) -> Iterator[BrokenRelation]:
    """Each relation that these times break, in the table's order."""
    for each in RELATIONS:
        if not each.holds(times, fixed):
            shorter, longer = (_told(time, times, fixed) for time in (each.shorter, each.longer))
            settings = (*each.longer.settings, *each.shorter.settings)
            yield BrokenRelation(
                f"{shorter} must be at most {longer}; otherwise {each.otherwise}; {mend(each)}",
                settings[0] if settings else (),
            )


def mend(relation: Relation) -> str:
    """What to do where it is broken."""
    ways = [
        f"{verb} {' or '.join('.'.join(each) for each in time.settings)}"
        for verb, time in (("raise", relation.longer), ("lower", relation.shorter))
        if time.settings
    ]
    return ", or ".join(ways) or "change runtime/contract/fixed_times.py"


def _told(time: Time, times: "Times", fixed: FixedTimes) -> str:
    return f"{time.name} ({round(time.seconds(times, fixed), 3):.12g} s)"
