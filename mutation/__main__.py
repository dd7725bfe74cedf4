"""`make mutants`: change the domain and the use cases by rule; tests and seeds must notice.

Exits with 1 where fewer than 95 % were noticed, and with 2 where a row of `survivors.toml` is no
longer so.
"""

import argparse
from typing import Final

from rich.console import Console

from mutation.play import draw, judged
from mutation.scope import TILLSTACK
from mutation.score import ENOUGH, share, show, tell
from mutation.survivors import read, stale

COUNT: Final = 1_200
"""Mutants of a run that names no number."""


def main() -> int:
    """The process's exit code."""
    parser = argparse.ArgumentParser(prog="python -m mutation", description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT, help="how many; 0: all there are")
    parser.add_argument("--seed", type=int, default=0, help="which ones")
    parser.add_argument("--file", default="", help="only files with this in their path")
    chosen = parser.parse_args()
    console = Console(highlight=False)
    every = TILLSTACK.mutants()
    drawn = draw([one for one in every if chosen.file in one.path], chosen.count, chosen.seed)
    console.print(f"{len(drawn):,} of {len(every):,} mutants, drawn by seed {chosen.seed}.")
    reasons = read()
    fates = judged(TILLSTACK, drawn, console, lambda mutant: tell(mutant, reasons, console))
    show(fates, console)
    wrong = list(stale(reasons, every, fates))
    for line in wrong:
        console.print(f"survivors.toml: {line}", markup=False, soft_wrap=True)
    console.print(f"{share(fates):.1%} were noticed; {ENOUGH:.0%} are asked for.")
    return 1 if share(fates) < ENOUGH else 2 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
