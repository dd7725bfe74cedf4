"""The measurement's own parts; the measurement itself is `python -m bench.signed_requests`."""

from rich.console import Console

from bench.side_by_side import Seen, table
from bench.signed_requests import SIGNED, UNSIGNED


def test_the_table_says_what_a_signature_adds() -> None:
    """Medians, their difference and their quotient."""
    console = Console(width=80)
    with console.capture() as shown:
        unsigned, signed = Seen(UNSIGNED, (0.01, 0.02, 0.9)), Seen(SIGNED, (0.03, 0.1, 0.02))
        console.print(table("request", unsigned, signed))
    said = shown.get()
    assert "3 payments of each kind, in turn" in said
    assert [word for word in said.split() if word[0].isdigit()] == [
        *("3", "20.0", "0.0", "1.00", "30.0", "10.0", "1.50")
    ]
