"""The measurement's own parts; the measurement itself is `python -m bench.explain`."""

from rich.console import Console

from bench.explain import STEPS, entries, rate, table
from runtime.domain.ledger import Entry, chain_faults
from till.payments.timeline import timeline


def test_what_is_measured_is_a_ledger_that_is_told_in_words() -> None:
    """A chain that holds, each entry with words of its own."""
    found = entries()
    assert chain_faults([Entry.model_validate(each) for each in found]) == []
    steps = timeline(found)
    assert len(steps) == len(STEPS) == 11
    assert not [each for each in steps if "no words here" in each.what]


def test_the_table_has_both_rates() -> None:
    """And the target."""
    console = Console(width=100)
    with console.capture() as shown:
        console.print(table(12_345.6, 99_999.0))
    assert all(each in shown.get() for each in ("12,346", "99,999", "1,000", "11 entries"))
    assert rate(lambda: None, 0.001) > 0
