"""What is left of an address where its payer is not meant."""

import pytest

from runtime.domain.masked_email import NOBODY, PUBLIC, mask_email
from runtime.domain.payment import Payment
from tests.fakes.payments import Harness


@pytest.mark.parametrize(
    ("address", "mask"),
    [
        ("jane@gmail.com", "j…@gmail.com"),
        ("jane.doe@GMX.de", "j…@gmx.de"),
        ('"a@b"@web.de', '"…@web.de'),
        ("jane@doe-family.example", "j…@…"),
        ("jane@mail.gmail.com", "j…@…"),
        ("jane@notgmail.com", "j…@…"),
        ("jane@com", "j…@…"),
    ],
)
def test_a_masked_address_shows_one_letter_and_no_private_domain(address: str, mask: str) -> None:
    """A domain of one's own names a family or a firm; a public provider's names nobody."""
    assert mask_email(address) == mask


@pytest.mark.parametrize("mask", ["j…@gmail.com", "j…@…", NOBODY])
def test_a_mask_stays_as_it_is(mask: str) -> None:
    """What a row holds is read with the same eyes as what comes in."""
    assert mask_email(mask) == mask


@pytest.mark.parametrize("stored", ["j…@doe-family.example", "jane@doe-family.example"])
def test_a_row_never_holds_more_than_the_mask(stored: str) -> None:
    """A row of an earlier version shows its domain no more; the next write leaves it out."""
    row = Harness().accepted().model_dump() | {"email_masked": stored}
    assert Payment.model_validate(row).email_masked == "j…@…"


def test_public_domains_are_written_as_they_are_compared() -> None:
    """Small letters, and at least one dot: else an entry would never match."""
    assert {each for each in PUBLIC if each != each.lower() or "." not in each or "@" in each} == (
        set()
    )
