"""What a run says: each survivor, and the score by file and by operator."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

from rich.console import Console
from rich.table import Table

from mutation.mutant import Mutant
from mutation.survivors import Reasons, named

ENOUGH: Final = 0.95
"""The share of all judged mutants that must be noticed: a reason makes none of them noticed."""

Fates = Mapping[Mutant, str]
"""Who noticed each, and nothing where nobody did."""


def show(fates: Fates, console: Console) -> None:
    """Both tables."""
    console.print(_table("file", fates, lambda mutant: mutant.path))
    console.print(_table("operator", fates, lambda mutant: mutant.operator))


def tell(survivor: Mutant, reasons: Reasons, console: Console) -> None:
    """One line, as soon as it is known."""
    reason = reasons.get(named(survivor), "no reason is known: write the test that notices it")
    console.print(f"survived: {survivor}  ({reason})", markup=False, soft_wrap=True)


def share(fates: Fates) -> float:
    """Of all judged."""
    return sum(map(bool, fates.values())) / len(fates)


def _table(what: str, fates: Fates, key: Callable[[Mutant], str]) -> Table:
    judged = Counter(map(key, fates))
    noticed = Counter(key(mutant) for mutant, by in fates.items() if by)
    table = Table(what, "noticed", "of", "score", title=f"By {what}", title_justify="left")
    for column in table.columns[1:]:
        column.justify = "right"
    for name, number in sorted(judged.items()):
        table.add_row(name, f"{noticed[name]:,}", f"{number:,}", f"{noticed[name] / number:.1%}")
    table.add_section()
    both = noticed.total(), judged.total()
    table.add_row("all", f"{both[0]:,}", f"{both[1]:,}", f"{both[0] / both[1]:.1%}")
    return table
