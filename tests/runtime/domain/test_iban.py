"""IBANs in a text."""

import pytest

from runtime.domain.iban import is_iban, without_ibans


@pytest.mark.parametrize(
    "text",
    [
        "DE89 3704 0044 0532 0130 00",
        "GB33BUKB20201555555555",
        "FR14 2004 1010 0505 0001 3M02 606",
        "NO93 8601 1117 947",
        "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
    ],
)
def test_the_registry_s_examples_are_taken_out(text: str) -> None:
    """With and without groups, and what stands around them stays."""
    assert is_iban(text.replace(" ", ""))
    assert without_ibans(f"to {text}, thanks") == "to i, thanks"


@pytest.mark.parametrize(
    "text",
    [
        "DE88 3704 0044 0532 0130 00",
        "DE89 3704 0044 0532 0130 001",
        "DE89 3704 0044 0532 0130",
        "XX89 3704 0044 0532 0130 00",
        "de89 3704 0044 0532 0130 00",
        "ADE89 3704 0044 0532 0130 00",
    ],
)
def test_what_is_no_iban_stays(text: str) -> None:
    """Wrong check digits, too long, too short, no country, small letters, in a word."""
    assert without_ibans(text) == text


def test_every_letter_counts_in_the_checksum() -> None:
    """To Z: an account of Malta, of Seychelles, and one with the last letter in it."""
    assert is_iban("MT84MALT011000012345MTLCAST001S")
    assert is_iban("SC18SSCB11010000000000001497USD")
    assert is_iban("FR46Z000000000000000000000Z")
