"""The measurement's own parts; the measurement itself is `python -m bench.sealing`."""

from base64 import b64decode

import pytest
from rich.console import Console

from bench.accepting import MERCHANT
from bench.sealing import StubCipher, ratio, table
from runtime.domain.private import Clear

SECONDS = {"sealed": [0.030, 0.011, 0.012], "stub": [0.010, 0.011, 0.009]}


def test_the_ratio_is_of_the_medians() -> None:
    """One slow payment changes nothing."""
    assert ratio(SECONDS) == pytest.approx(1.2)


def test_the_table_says_what_was_measured() -> None:
    """Payments, ratio, target and how often KMS was asked, and a row for each cipher."""
    console = Console(width=140)
    with console.capture() as shown:
        console.print(table(SECONDS, 2))
    words = " ".join(shown.get().split())
    assert "3 payments with each cipher in turn: 1.20 of the time without" in words
    assert "KMS asked 2 times" in words
    assert all(each in words for each in ("sealed", "12.00", "stub", "10.00"))


def test_the_stub_seals_nothing() -> None:
    """It is as far from a cipher as a text may be that is written into a row."""
    sealed = StubCipher().seal(MERCHANT, "customer", Clear("text"))
    assert b64decode(sealed.get_secret_value()) == b"text"
    with pytest.raises(NotImplementedError):
        StubCipher().unseal(MERCHANT, "customer", sealed)
