"""The processor's time of a payment accepted, services aside, beside that of an older commit.

`python -m bench.accept_alone FOLDER` runs `bench/alone.py` in turn by this checkout and by the one
in FOLDER, each with its own code, packages and interpreter. `make bench OLDER=FOLDER` runs it with
the others; `bench/older_commit.py` says how to get such a folder.
"""

import argparse
import os
import subprocess
from pathlib import Path
from typing import Final

from rich.console import Console

from bench.older_commit import HERE, OLDER
from bench.rounds import ROUNDS, Taken, Target, in_turn, sure, tell
from bench.stub_services import environment
from local.program.recorder import ROOT

ALONE: Final = Path(__file__).with_name("alone.py")
NOWHERE: Final = "http://127.0.0.1:9"
"""Nobody is asked anything there."""
TARGETS: Final = (
    Target(
        "a payment accepted, services aside, beside the older commit's",
        HERE,
        OLDER,
        0.3,
        processor=True,
    ),
)


def main() -> None:
    """Measure both, and print them."""
    parser = argparse.ArgumentParser(prog="python -m bench.accept_alone", description=__doc__)
    parser.add_argument("folder", type=Path, help="a checkout of the older commit")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"default: {ROUNDS}")
    wanted = parser.parse_args()
    checkouts = {HERE: ROOT, OLDER: wanted.folder.resolve()}
    taken = []
    for number in range(wanted.rounds):
        order = in_turn(checkouts, number)
        taken.append({name: alone(checkouts[name], f"{name}-{number}") for name in order})
        told = ", ".join(f"{name} {1000 * each.time:.2f} ms" for name, each in taken[-1].items())
        Console().log(told)
    tell("accept_alone", "Accepting, services aside", TARGETS, taken)


def alone(checkout: Path, run: str) -> Taken:
    """What a payment takes by this checkout's code; a process of its own has it.

    Raises:
        WrongResultError: it failed; with what it said last.
    """
    done = subprocess.run(  # noqa: S603 - our own file, by the checkout's interpreter
        [checkout / ".venv" / "bin" / "python", ALONE, run],
        # Each with the times of its own: an older commit knows fewer.
        env={**os.environ, **environment(NOWHERE), "TIMING": "{}", "PYTHONPATH": str(checkout)},
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
    )
    sure(done.returncode == 0, f"accepting failed in {checkout}: {done.stderr[-2000:]}")
    seconds = float(done.stdout)
    return Taken(seconds, seconds)


if __name__ == "__main__":
    main()
