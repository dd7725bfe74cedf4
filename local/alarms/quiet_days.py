"""How often each alarm calls somebody on quiet days: `make quiet-days`.

Writes `local/alarms/quiet_days.json`, which `docs/alarms.md` is made from: for each alarm a digest
of what it is, and how often it rang. An alarm that was changed since has another digest.
"""

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from local.alarms.declared import Alarm, Composite, alarms
from local.alarms.quiet import names_of, rings
from local.lib.parallel import parallel
from local.lib.partitions import partition
from local.program.recorder import ACCOUNT, REGION, record_program

STACK: Final = "prod"
PREFIX: Final = f"tillstack-{STACK}-"
RESULT: Final = Path(__file__).parent / "quiet_days.json"
_RUN_DAYS: Final = 100
"""Of one run, after its days of learning; another run is another company."""


class Run(NamedTuple):
    """One of the runs, that all cores do side by side."""

    seed: int
    days: int


@cache
def declared() -> tuple[Alarm | Composite, ...]:
    """The alarms of a stack that has everything that a stack can have."""
    certificate = f"arn:{partition(REGION)}:acm:{REGION}:{ACCOUNT}:certificate/one"
    settings = {
        "aws:allowedAccountIds": json.dumps([ACCOUNT]),
        "alarmEmail": "on-call@payments.internal",
        "alarmPager": "https://events.pagerduty.com/integration/standin/enqueue",
        "domain": json.dumps({"name": "pay.example.com", "certificateArn": certificate}),
        "eventBus": json.dumps({"readers": [ACCOUNT]}),
        "fleet": json.dumps({"pspInFlight": 1_000}),
        "pspKey": "sk_live_standin",
    }
    return tuple(alarms(record_program(STACK, settings).resources))


def digest(alarm: Alarm | Composite) -> str:
    """Of all that decides when it rings."""
    what = (
        [alarm.rule]
        if isinstance(alarm, Composite)
        else [
            list(alarm.terms.__dict__.values()),
            [
                [name, *each.metric[:2], sorted(each.metric.dimensions), each.statistic]
                for name, each in sorted(alarm.measures.items())
            ],
            sorted(alarm.expressions.items()),
            alarm.few_are_left_out,
        ]
    )
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()[:12]


def rung(run: Run) -> Counter[str]:
    """Alarm → how often it called somebody in the run."""
    found = list(declared())
    return Counter(each.alarm for each in rings(found, names_of(found, PREFIX), *run))


def main(arguments: Sequence[str] | None = None) -> int:
    """Play the days and say who was called; 1 if anybody was."""
    parser = argparse.ArgumentParser(prog="make quiet-days", description=__doc__)
    parser.add_argument("--days", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--result", type=Path, default=RESULT)
    said = parser.parse_args(arguments)
    left = [_RUN_DAYS] * (said.days // _RUN_DAYS) + [said.days % _RUN_DAYS]
    runs = [Run(said.seed + index, days) for index, days in enumerate(left) if days]
    total: Counter[str] = Counter()
    for run, counted in parallel(rung, runs):
        total += counted
        sys.stderr.write(f"{run.days} days with seed {run.seed}: {counted.total()} calls\n")
    told = {each.name.removeprefix(PREFIX): [digest(each), total[each.name]] for each in declared()}
    result = {"days": said.days, "seed": said.seed, "alarms": dict(sorted(told.items()))}
    said.result.write_text(json.dumps(result, indent=1) + "\n")
    for name, often in total.most_common():
        sys.stdout.write(f"{name}: {often}\n")
    sys.stdout.write(f"{total.total()} calls on {said.days} quiet days.\n")
    return int(bool(total))


if __name__ == "__main__":
    sys.exit(main())
