"""Writes the alarms of a stack: `python -m docs_gen.alarms > docs/alarms.md`."""

import json
import re
import sys
from collections.abc import Iterator
from typing import Final

from local.alarms.quiet_days import PREFIX, RESULT, declared, digest

_SAYS: Final = re.compile(r"\[(?P<severity>\w+)\] (?P<what>.*) Runbook: .*/(?P<page>[\w-]+)\.md")
_BEFORE: Final = """\
# Alarms

Made from the program by `make docs`: every alarm of a stack that has everything that a stack can
have.

**page**: somebody is woken, because money or payments stand still or are wrong. **ticket**: it can
wait for the next working day; the system goes on, or mends it by itself. Both go to one encrypted
topic, with the severity as the first word of the text, by which the pager (`alarmPager`) hears
pages alone; so does the news that it is over. A chat (`alarmChat`) is written both. The address
behind each text is the setting `runbooks` and the page's name. A *part* tells nobody itself: the
composite alarm of its name does, once.

Each alarm has been seen to ring and to be over (`tests/local/alarms/test_every_alarm.py`): ours by
doing to the functions what they count, AWS's by the series that its documentation describes. The
last column says how often it called somebody on {days} quiet days of made-up traffic
(`make quiet-days`, from seed {seed} on); - stands for an alarm that was changed since.

What they cost a month: [cost](cost.md).

| alarm | who | why | what to do | rang |
| --- | --- | --- | --- | --: |
"""


def page() -> str:
    """The page `docs/alarms.md`."""
    kept = json.loads(RESULT.read_text())
    head = _BEFORE.format(days=kept["days"], seed=kept["seed"])
    return head + "".join(f"{row}\n" for row in _rows(kept["alarms"]))


def _rows(kept: dict[str, tuple[str, int]]) -> Iterator[str]:
    for alarm in sorted(declared(), key=lambda each: each.name):
        name = alarm.name.removeprefix(PREFIX)
        said = _SAYS.fullmatch(alarm.description)
        if said is None:
            message = f"{name} does not say what to do."
            raise ValueError(message)
        what = said["what"].replace(PREFIX, "")
        known, often = kept.get(name, ("", 0))
        rang = str(often) if known == digest(alarm) else "-"
        who = f"**{said['severity']}**" if alarm.rings else "part"
        book = f"[{said['page']}](runbooks/{said['page']}.md)"
        yield f"| `{name}` | {who} | {what} | {book} | {rang} |"


if __name__ == "__main__":
    sys.stdout.write(page())
