"""What the check of limits costs: a stack's preview here with it, beside the same without.

`python -m bench.limits [--stack prod]`. A preview's share that is ours: the program runs, and each
resource's inputs are checked. Processor time, so that a busy machine changes little.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Table

from local.policy_check.policy_check import STACKS, stand_ins
from local.program.recorder import record_program
from local.program.recording import Recording
from local.resources import limits, problems


def spent(work: Callable[[], object], times: int = 5) -> float:
    """Milliseconds of processor time, the best of several."""

    def once() -> float:
        started = time.process_time()
        work()
        return 1000 * (time.process_time() - started)

    return min(once() for _ in range(times))


def costs(stack: str) -> tuple[float, float, float]:
    """Milliseconds of a stack's program, of all checks of its inputs, and of the limits alone."""
    made: list[Recording] = []
    program = spent(lambda: made.append(record_program(stack, stand_ins(stack))), times=3)
    each = [(one.type, one.inputs) for one in made[-1].resources if one.custom]
    everything = spent(lambda: [problems(*one) for one in each])
    return program, everything, spent(lambda: [list(limits(*one)) for one in each])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the three, and the share of the last."""
    parser = argparse.ArgumentParser(prog="python -m bench.limits", description=__doc__)
    parser.add_argument("--stack", default="prod", choices=STACKS)
    said = parser.parse_args(arguments)
    program, everything, alone = costs(said.stack)
    without = program + everything - alone
    table = Table(title=f"A preview of {said.stack} here, in milliseconds of processor time")
    for column in ("the program", "its other checks", "the limits", "the limits' share"):
        table.add_column(column, justify="right")
    table.add_row(
        f"{program:.0f}",
        f"{everything - alone:.0f}",
        f"{alone:.0f}",
        f"{alone / without:.1%}",
    )
    Console().print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
