"""The measurement's own parts; the measurement itself is `python -m bench.encrypted_bodies`."""

from rich.console import Console

from bench.encrypted_bodies import CLEAR, ENCRYPTED
from bench.side_by_side import Seen, table


def test_the_table_says_what_encryption_adds() -> None:
    """Medians, their difference and their quotient."""
    console = Console(width=80)
    with console.capture() as shown:
        clear, encrypted = Seen(CLEAR, (0.01, 0.02, 0.9)), Seen(ENCRYPTED, (0.03, 0.1, 0.02))
        console.print(table("body", clear, encrypted))
    said = shown.get()
    assert "3 payments of each kind, in turn" in said
    assert [word for word in said.split() if word[0].isdigit()] == [
        *("3", "20.0", "0.0", "1.00", "30.0", "10.0", "1.50")
    ]
