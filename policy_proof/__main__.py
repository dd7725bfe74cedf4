"""Proves the policy pack by mutation: `make policy-prove`."""

import sys
import time

from rich.console import Console
from rich.progress import Progress

from policies.pci.pack import judge, rules
from policy_proof import run
from policy_proof.tally import GRAVE, Tally
from policy_proof.written import NO_MUTANT


def main() -> int:
    """Run every mutant, name what survives, print one line; 1 if it is critical or high."""
    started, console, tally = time.perf_counter(), Console(soft_wrap=True), Tally()
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Breaking our stacks…", total=len(run.ALL))
        for name, one in run.spread():
            tally += one
            progress.update(task, advance=1, description=f"{tally.mutants} mutants; {name} done…")
    every = rules(judge())
    severity = {rule.name: rule.severity for rule in every}
    unproved = {each for each in tally.open(every) if str(each) not in NO_MUTANT}
    for title, names in (
        ("Survivor", tally.survivors),
        ("Watched, and no mutant of it is reported", unproved),
        ("False alarm", tally.false_alarms),
    ):
        for line in sorted(str(each) for each in names):
            console.print(f"{title}: {line}", markup=False, highlight=False)
    left = [*(each.rule for each in tally.survivors), *(each.rule for each in unproved)]
    grave = sum(severity[rule] in GRAVE for rule in left)
    console.print(
        f"{len(every)} rules, {tally.mutants} mutants, {tally.killed} killed, "
        f"{len(left)} survivors (C/H: {grave}), {len(tally.false_alarms)} false alarms, "
        f"{time.perf_counter() - started:.0f} s; {tally.harmless} more changes were harmless",
        highlight=False,
    )
    return int(bool(grave))


if __name__ == "__main__":
    sys.exit(main())
