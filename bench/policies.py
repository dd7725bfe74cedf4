"""What the policy pack costs: milliseconds for each rule over a whole stack, beside a floor.

`python -m bench.policies [--stack prod]`. The floor is as many policies that do nothing: what the
SDK itself takes to hand every resource to every policy. That is an engine's preview; the check of
`make policy` asks only who is about a type at hand, and its own sum stands below. Processor time,
so that a busy machine changes little.
"""

import argparse
import gc
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pulumi_policy import Policy, ResourceValidationPolicy, StackValidationPolicy
from rich.console import Console
from rich.progress import track
from rich.table import Table

from local.policy_check.analyzer import Analyzer, Declared, declared
from local.policy_check.policy_check import (
    STACKS,
    judged,
    pack,
    provider_of,
    settings_of,
    stand_ins,
)
from local.program.recorder import record_program


@dataclass(frozen=True)
class Cost:
    """What one policy takes for a whole stack."""

    policy: str
    milliseconds: float
    floor: float
    """Milliseconds of a policy of the same kind that does nothing."""


def costs(policies: Sequence[Policy], resources: Sequence[Declared], stack: str) -> list[Cost]:
    """The cost of each policy alone, the dearest first."""
    settings = settings_of(stack, stand_ins(stack))

    def spent(policy: Policy) -> float:
        analyzer = Analyzer([policy], {}, provider_of(settings), settings)
        started = time.process_time()
        analyzer.judge(resources)
        return 1000 * (time.process_time() - started)

    floors: Mapping[type[Policy], float] = {
        type(idle): min(spent(idle) for _ in range(3)) for idle in _IDLE
    }
    console = Console(stderr=True)
    found = [
        Cost(each.name, spent(each), _floor(each, floors))
        for each in track(policies, "Judging…", console=console, transient=True)
    ]
    return sorted(found, key=lambda one: -one.milliseconds)


def _floor(policy: Policy, floors: Mapping[type[Policy], float]) -> float:
    """Of each question that the policy is asked."""
    return sum(floor for kind, floor in floors.items() if isinstance(policy, kind))


_IDLE: Sequence[Policy] = (
    ResourceValidationPolicy("idle", "Does nothing.", lambda _args, _report: None),
    StackValidationPolicy("idle", "Does nothing.", lambda _args, _report: None),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the dearest rules and the sums."""
    parser = argparse.ArgumentParser(prog="python -m bench.policies", description=__doc__)
    parser.add_argument("--stack", default="prod", choices=STACKS)
    parser.add_argument("--top", type=int, default=15, help="how many rules to print")
    said = parser.parse_args(arguments)
    resources = declared(record_program(said.stack, stand_ins(said.stack)))
    found = costs(pack(), resources, said.stack)
    started = time.process_time()
    judged(said.stack, resources, settings_of(said.stack, stand_ins(said.stack)), {})
    check = time.process_time() - started
    total, floor = (sum(getattr(one, key) for one in found) for key in ("milliseconds", "floor"))
    table = Table(
        title=f"{len(found)} policies by {len(resources)} resources of {said.stack}",
        caption=f"together {total / 1000:.1f} s, of which the SDK's floor {floor / 1000:.1f} s; "
        f"for 150 resources {total / 1000 * 150 / len(resources):.1f} s; ours {check:.1f} s",
    )
    for column in ("policy", "ms", "floor"):
        table.add_column(column, justify="left" if column == "policy" else "right")
    for one in found[: said.top]:
        table.add_row(one.policy, f"{one.milliseconds:.0f}", f"{one.floor:.0f}")
    Console().print(table)
    return 0


if __name__ == "__main__":
    # As the pack and the policy check run.
    gc.disable()
    sys.exit(main())
