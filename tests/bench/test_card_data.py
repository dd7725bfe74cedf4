"""The page of what is taken for card data."""

from bench.card_data import FORMS, main, page
from bench.card_forms import KNOWN
from runtime.domain.card_issuers import BRANDS
from tests.fakes.recorder import ROOT

PAGE = (ROOT / "docs" / "card-data.md").read_text()


def test_the_page_was_made_for_every_form_and_brand_of_today() -> None:
    """A hundred thousand texts of each form, none of the known forms refused, no card missed."""
    rows = [line.split(" | ") for line in PAGE.splitlines() if line.startswith("| ")]
    found = {row[0].removeprefix("| "): row[-1].removesuffix(" |") for row in rows}
    assert "of 100,000 texts each" in PAGE
    assert set(found) >= {*FORMS, *BRANDS}
    assert {found[name] for name in KNOWN} == {"0"}
    assert {found[name] for name in BRANDS} == {"100.0%"}


def test_the_page_says_what_was_counted() -> None:
    """A refused known form and a missed card stand in it as they are."""
    text = "\n".join(
        page(10, {**dict.fromkeys(FORMS, 0), "UUID": 3}, {**dict.fromkeys(BRANDS, 0), "Mir": 1})
    )
    assert "| UUID | 3 |" in text
    assert "| Mir | 2200-2204 | 16, 17, 18, 19 | 100.0% |" in text
    assert "| Visa | 4 | 16, 18, 19 | 100.0% |" in text


def test_a_small_run_finds_no_fault() -> None:
    """The measurement itself ends well where nothing is refused that should pass."""
    assert main(["--texts", "20"]) == 0
