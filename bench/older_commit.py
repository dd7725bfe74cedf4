"""`make demo` and `make up STACK=local` of this checkout, beside those of an older commit.

`python -m bench.older_commit FOLDER` runs both in turn on this machine. FOLDER is a checkout of the
older commit with its own `.venv` (`git worktree add FOLDER COMMIT`, and `make setup` in it); in
neither may a stack `local` be up. Every `up` is a first one, and what it made is destroyed after
it, unmeasured. `make bench OLDER=FOLDER` runs it with the others.
"""

import argparse
import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rich.console import Console

from bench.rounds import ROUNDS, Taken, Target, in_turn, sure, tell
from local.program.recorder import ROOT

COMMANDS: Final = ("demo", "up")
HERE, OLDER = "here", "older"
PORTS: Final = "--port 0 --psp-port 0"
"""Any free ones, as the demo takes."""
TARGETS: Final = tuple(
    Target(f"make {each}, beside the older commit's", f"{each} {HERE}", f"{each} {OLDER}", 0.5)
    for each in COMMANDS
)


def main() -> None:
    """Measure both, and print them."""
    parser = argparse.ArgumentParser(prog="python -m bench.older_commit", description=__doc__)
    parser.add_argument("folder", type=Path, help="a checkout of the older commit")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"default: {ROUNDS}")
    parser.add_argument("--only", choices=COMMANDS, help="one of the commands")
    wanted = parser.parse_args()
    commands = [wanted.only] if wanted.only else COMMANDS
    checkouts = {HERE: ROOT, OLDER: wanted.folder.resolve()}
    console, taken = Console(), list[dict[str, Taken]]()
    for number in range(wanted.rounds):
        taken.append({})
        for command in commands:
            for name in in_turn(checkouts, number):
                found = taken[-1][f"{command} {name}"] = timed(checkouts[name], command)
                console.log(f"make {command}, {name}: {found.time:.0f} s")
    targets = [each for each in TARGETS if each.side in taken[0]]
    tell("older_commit", "Whole commands", targets, taken)


def timed(checkout: Path, command: str) -> Taken:
    """One run of the command in this checkout; what an `up` leaves is taken away after it."""
    words = {"demo": ["demo"], "up": ["up", "STACK=local", f"ARGS={PORTS}"]}
    began, worked = time.perf_counter(), _of_children()
    made(checkout, words[command])
    taken = Taken(time.perf_counter() - began, _of_children() - worked)
    if command == "up":
        made(checkout, ["destroy", "STACK=local"])
    return taken


def made(checkout: Path, words: Sequence[str]) -> None:
    """`make` there, with that checkout's own code.

    Raises:
        WrongResultError: it failed; with what it said last.
    """
    # This `make` is nobody's child, and no other checkout's packages are in its way.
    env = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    done = subprocess.run(  # noqa: S603 - our own targets
        ["make", "-o", ".venv/.ready", *words],  # noqa: S607 - the one on PATH
        cwd=checkout,
        env={**env, "PYTHONPATH": str(checkout)},
        capture_output=True,
        text=True,
        check=False,
    )
    said = (done.stdout + done.stderr)[-2000:]
    sure(done.returncode == 0, f"`make {' '.join(words)}` failed in {checkout}: {said}")


def _of_children() -> float:
    told = os.times()
    return told.children_user + told.children_system


if __name__ == "__main__":
    main()
