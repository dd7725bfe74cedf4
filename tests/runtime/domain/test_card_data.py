"""Card data is found wherever it stands in a document, and its place is named."""

from typing import Any

import pytest

from runtime.domain.card_data import find_card_data, names_security_code

CARD = "4242424242424242"


@pytest.mark.parametrize(
    ("document", "param"),
    [
        (CARD, None),
        (int(CARD), None),
        (float(CARD), None),
        ({"a": [{"b": CARD}]}, "a.b"),
        ({"description": f"card {CARD}"}, "description"),
        ({"customer": {"name": CARD}}, "customer.name"),
        ({CARD: 1}, None),
        ({"metadata": {CARD: 1}}, "metadata"),
        ({"metadata": {f"c{CARD}": 1}}, "metadata"),
        ({"metadata": {f"c{CARD}": {"x": CARD}}}, "metadata"),
        ({"metadata": {"2nd card": CARD}}, "metadata"),
        ({"metadata": {"first": "42424242", "second": "4242 4242"}}, "metadata"),
        ({"metadata": {"a": "4242", "b": "4242", "c": "4242", "d": "4242"}}, "metadata"),
        ({"metadata": {"my_cvv": "123"}}, "metadata.my_cvv"),
        ({"cvc": "123"}, "cvc"),
        ({"payment": {"card-CVV2": 1}}, "payment.card-CVV2"),
        ({"securityCode": None}, "securityCode"),
        ({"description": "cvc: 123"}, "description"),
        ({"description": "cvv_code=123"}, "description"),
        ({"metadata": {"raw": '{"cardCvc": "123"}'}}, "metadata.raw"),
        ({"metadata": {"raw": '{"securityCode":"123"}'}}, "metadata.raw"),
        ({"metadata": {"my_cvv_123": ""}}, "metadata"),
        ({"metadata": {"cvv123": {"x": CARD}}}, "metadata"),
        ({"_42424242": {"_42424242": {"cvv": 1}}}, None),
        ({"description": "CVV2 number is 1234"}, "description"),
        ({"description": "my card security code 123"}, "description"),
    ],
)
def test_card_data_is_found_and_its_field_named(document: Any, param: str | None) -> None:
    """Values, numbers, names and every depth; a name that is data itself is not repeated."""
    found = find_card_data(document)
    assert found is not None
    assert found.param == param


@pytest.mark.parametrize(
    "document",
    [
        None,
        {},
        [],
        True,
        2500,
        {"description": "the cvc"},
        {"description": "CSC 101, room 1234"},
        {"description": "door security code 4711"},
        {"metadata": {"order": "10012345", "customer": "20034567"}},
        {"metadata": {"first": "42424242", "between": "x", "second": "42424242"}},
        {"reference": "order-1732780000008"},
        {"first": "42424242", "list": ["42424242"]},
        {"metadata": {"order": "42424240", "day": "2026-11-13"}},
    ],
)
def test_a_document_without_card_data_passes(document: Any) -> None:
    """Plain values pass, a word about a code is no code, and neighbours are joined only."""
    assert find_card_data(document) is None


def test_depth_is_no_obstacle() -> None:
    """A document deeper than the interpreter's stack is searched to the bottom."""
    document: Any = CARD
    for _ in range(5000):
        document = [document]
    assert find_card_data(document)


def test_a_header_is_named() -> None:
    """A value that stands in no document has the name that it is given."""
    found = find_card_data([CARD], "Idempotency-Key")
    assert found is not None
    assert found.param == "Idempotency-Key"


@pytest.mark.parametrize(
    "name",
    [
        "cvc",
        "CVV",
        "cvv2",
        "card_cvc",
        "csc",
        "card.csc",
        "security-code",
        "my_cvv",
        "cvvOfCard",
        "verification_value",
        "verificationValue",
        "card verification number",
        "track2",
        "track_1",
        "Track 2",
        "cardPin",
        "pin-block",
        "magnetic_stripe",
        "\N{FULLWIDTH LATIN SMALL LETTER C}vv",
    ],
)
def test_a_security_code_is_known_by_its_name(name: str) -> None:
    """Case, punctuation and what stands around it do not matter."""
    assert names_security_code(name)


@pytest.mark.parametrize(
    "name", ["currency", "code", "city", "soundtrack", "track20", "discscore", "cid", "cve", "pin"]
)
def test_an_innocent_name_passes(name: str) -> None:
    """Only names that mean a card's code are refused."""
    assert not names_security_code(name)
