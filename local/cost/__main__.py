"""Counts what a payment asks of AWS: `make cost`.

Writes `till/cost/counted.json`, of which `till cost` and `docs/cost.md` make dollars.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rich.console import Console

from local.cost.measured_run import count
from local.cost.tally import CountError
from local.lib.arguments import Places
from local.stack.stack import PROBLEMS, running
from till.cost.counted import COUNTED

PAYMENTS: Final = 50
_PATIENT: Final = Places(gateway_limit=60)


def main(arguments: Sequence[str] | None = None) -> int:
    """Count and write; 1 where the run can't be counted."""
    parser = argparse.ArgumentParser(prog="make cost", description=__doc__)
    parser.add_argument("--payments", type=int, default=PAYMENTS, help="usually %(default)s")
    parser.add_argument("--result", type=Path, default=COUNTED)
    wanted = parser.parse_args(arguments)
    if wanted.payments < 1:
        parser.error(f"--payments is {wanted.payments}: give a whole number above zero.")
    console = Console(stderr=True)
    try:
        with running(_PATIENT, say=console.log) as stack:
            found = count(stack, wanted.payments, console.log)
    except (CountError, *PROBLEMS) as problem:
        console.print(str(problem), style="red", soft_wrap=True)
        return 1
    wanted.result.write_text(found.model_dump_json(indent=1) + "\n", encoding="utf-8")
    console.log(f"Written to {wanted.result}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
