"""The texts and cards of the benchmark."""

import pytest

from bench.card_forms import KNOWN, OTHERS, card, drawn, seeded
from runtime.domain.card_issuers import BRANDS
from runtime.domain.card_number import passes_luhn
from tests.runtime.domain.test_card_issuers import issued

FORMS = {**KNOWN, **OTHERS}


@pytest.mark.parametrize("name", FORMS)
def test_the_same_seed_draws_the_same_texts(name: str) -> None:
    """Whoever measures again measures the same, and the texts differ from one another."""
    first, second = (list(drawn(FORMS[name], "one", 50)) for _ in range(2))
    assert first == second
    assert first != list(drawn(FORMS[name], "two", 50))
    assert len(set(first)) > 40


@pytest.mark.parametrize("name", BRANDS)
def test_a_drawn_card_has_beginning_length_and_checksum(name: str) -> None:
    """Every one is a number that its issuer might give out."""
    source = seeded(name)
    numbers = [card(source, name) for _ in range(100)]
    assert all(issued(each) and passes_luhn(each) for each in numbers)
