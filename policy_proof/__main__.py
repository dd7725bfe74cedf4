"""Proves the policy pack by mutation: `make policy-prove`."""

import sys
import time

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from policies.pci.pack import judge, rules
from policy_proof import run
from policy_proof.mutant import Source
from policy_proof.tally import GRAVE, Tally
from policy_proof.written import NO_MUTANT

ENOUGH = 0.98
"""So many of each source's mutants are reported at least."""
HEADLINE = (Source.SCHEMA, Source.ANYWHERE, Source.IAM, Source.PAIRS)
"""Sources that no rule had a say in; a rule's own mutants show that it reads what it says."""


def main() -> int:
    """Run every mutant, name what survives, print a table; 1 if the pack is not good enough."""
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
        ("Survivor of a rule's own", tally.survivors),
        ("Survivor", tally.unseen),
        ("Watched, and no mutant of it is reported", unproved),
        ("False alarm", tally.false_alarms),
        ("Harmless, and reported", tally.raised),
    ):
        for line in sorted(str(each) for each in names):
            console.print(f"{title}: {line}", markup=False, highlight=False)
    left = [*(each.rule for each in tally.survivors), *(each.rule for each in unproved)]
    grave = sum(severity[rule] in GRAVE for rule in left)
    console.print(by_source(tally))
    made, seen = (sum(each[one] for one in HEADLINE) for each in (tally.made, tally.seen))
    console.print(
        f"Of {made} changes that no rule had a say in, {seen} are reported ({seen / made:.1%}); of "
        f"{tally.quiet} changes that are harmless or say the same, {len(tally.raised)}. "
        f"{len(every)} rules, {len(left)} survivors of their own mutants (C/H: {grave}), "
        f"{len(tally.false_alarms)} false alarms, {time.perf_counter() - started:.0f} s; "
        f"{tally.harmless} more changes of what is watched were in order",
        highlight=False,
    )
    few = any(tally.seen[each] < ENOUGH * tally.made[each] for each in HEADLINE)
    return int(bool(grave or tally.raised or tally.false_alarms) or few)


def by_source(tally: Tally) -> Table:
    """Whose mutants, how many, and how many of them are reported."""
    table = Table("Mutants from", "Made", "Reported", "Share")
    for source in Source:
        made, seen = tally.made[source], tally.seen[source]
        table.add_row(source, f"{made:,}", f"{seen:,}", f"{seen / made:.1%}" if made else "")
    return table


if __name__ == "__main__":
    sys.exit(main())
