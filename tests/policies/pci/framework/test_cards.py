"""Numbers that the runtime takes for cards are cards to the pack; everyday numbers are none."""

import pytest

from bench import card_forms
from bench.card_spellings import SPELLINGS
from policies.pci.framework.cards import holds_card
from policies.pci.framework.encodings import readings
from runtime.domain.card_issuers import BRANDS

MANY = 40
UNKNOWN_HERE = {
    "with expiry and code, without a gap",
    "with a code behind it, without a gap",
    *(f"groups parted by {name}" for name in ("a comma", "a plus", "an equals sign", "an x",
                                              "brackets")),
}  # fmt: skip
"""Ways to write a number that the runtime knows, and nobody writes into a program."""


@pytest.mark.parametrize("brand", BRANDS)
def test_a_number_of_every_brand_is_one(brand: str) -> None:
    """Drawn from the runtime's own table of issuers."""
    source = card_forms.seeded(brand)
    numbers = [card_forms.card(source, brand) for _ in range(MANY)]
    assert [each for each in numbers if not holds_card(each)] == []


@pytest.mark.parametrize("spelling", sorted(set(SPELLINGS) - UNKNOWN_HERE))
def test_a_number_is_read_however_it_is_written(spelling: str) -> None:
    """In groups, in other digits, and encoded once."""
    source = card_forms.seeded(spelling)
    written = [SPELLINGS[spelling](card_forms.card(source, "Visa")) for _ in range(MANY)]
    depth = 2 if "over" in spelling else 1
    for text in written:
        said = [text]
        for _ in range(depth):
            said = [inner for each in said for inner in readings(each)]
        assert any(map(holds_card, said)), text


@pytest.mark.parametrize(
    "text",
    [
        "4242424242424241",
        "arn:aws:kms:eu-central-1:111122223333:key/42424242-4242-4242-4242-424242424242",
        "52.94.76.0/22, 52.94.76.4/32",
        "2026-11-23T02:54:37.000000Z",
        "20261123025437",
        "1795402477000",
        "v4242424242424242",
        "",
    ],
)
def test_other_numbers_are_none(text: str) -> None:
    """A wrong check digit, an identifier, addresses, times, parts of words."""
    assert not holds_card(text)


def test_a_project_of_sentrys_is_none_and_a_card_in_an_address_is() -> None:
    """Sentry's ids have sixteen digits that begin like a Visa's, and every tenth's check is right.

    Sentry's documentation, "Data Source Name (DSN)": key@host/project.
    """
    dsn = "https://0a0b@o4500000000000000.ingest{}.sentry.io/4242424242424242"
    for where in ("", ".de", ".us"):
        assert not holds_card(dsn.format(where))
        assert holds_card(f"{dsn.format(where)}/4242424242424242")
    assert holds_card("https://0a0b@shop.example.com/4242424242424242")
    assert holds_card("https://o4500000000000000.ingest.sentry.io.example.com/4242424242424242")
