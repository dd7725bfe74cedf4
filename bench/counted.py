"""What a payment asks of AWS, beside what it asked before it was made cheaper.

`python -m bench.counted` prints what `make cost` has counted (`till/cost/counted.json`): units of
writing, and a million payments at list prices, without mail and the provider's fees. The numbers
of before were counted in the same way, at the commit before that work.
"""

from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from bench.results import FOLDER, Row, row, save
from bench.side_by_side import columns
from till.cost.bill import bill
from till.cost.counted import counted
from till.cost.use import total

UNITS_BEFORE: Final = 50
UNITS_WANTED: Final = 22
USD_BEFORE: Final = 95.4
USD_WANTED: Final = USD_BEFORE / 2


def main(folder: Path = FOLDER) -> None:
    """Print both, and keep them for the report."""
    units, usd = sum(each for *_, each in counted().writes()), total(bill([]).per_million)
    rows = shares(units, usd)
    found = Table(title="What a payment asks of AWS, as counted")
    columns(found, "", "now", "before", "wanted")
    found.add_row("write units of a payment", f"{units}", f"{UNITS_BEFORE}", f"{UNITS_WANTED}")
    dollars = [f"{each:.2f}" for each in (usd, USD_BEFORE, USD_WANTED)]
    found.add_row("US dollars of a million payments", *dollars)
    Console().print(found)
    save(rows, folder)


def shares(units: int, usd: float) -> list[Row]:
    """Both as shares of before."""
    return [
        row(
            "counted",
            "write units of a payment, beside what it had before",
            [units / UNITS_BEFORE],
            UNITS_WANTED / UNITS_BEFORE,
        ),
        row(
            "counted",
            "a million payments in US dollars, beside what they cost before",
            [usd / USD_BEFORE],
            USD_WANTED / USD_BEFORE,
        ),
    ]


if __name__ == "__main__":
    main()
