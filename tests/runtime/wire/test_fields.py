"""Kinds of text, by themselves; `test_openapi.py` holds them against the document."""

from typing import Annotated, Any

import pytest
from pydantic import BeforeValidator, TypeAdapter, ValidationError

from runtime.wire.fields import SEEN, Email, PayerName, Sentence, Suffix, text
from runtime.wire.texts import seen

LINE = Annotated[str, BeforeValidator(seen), text(9), SEEN]


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        (Email, "jane@example.com", "jane@example.com"),
        (PayerName, "\u202e Jane \u200b", "Jane"),
        (Suffix, "SHOP 7", "SHOP 7"),
        (Sentence, " 3 books @ 5.00, see TICKET-7 ", "3 books @ 5.00, see TICKET-7"),
        (Sentence, "paid@9.30 (at the till)", "paid@9.30 (at the till)"),
        (
            Sentence,
            "DE89370400440532013001 is a typing error",
            "DE89370400440532013001 is a typing error",
        ),
        (Sentence, "seen at noon, line 3 of the report", "seen at noon, line 3 of the report"),
        (LINE, " a b ", "a b"),
    ],
)
def test_what_fits_is_kept_as_a_reader_sees_it(kind: Any, given: str, kept: str) -> None:
    """Nothing is changed but what nobody sees."""
    assert TypeAdapter(kind).validate_python(given) == kept


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (Email, "jane"),
        (Email, "jane@example.com\n"),
        (Email, "j" * 65 + "@example.com"),
        (Email, "jane@example.com" + ".c" * 200 + ".com"),
        (PayerName, "WwW.example.com"),
        (PayerName, "see ftp://example.com"),
        (PayerName, "\u200b"),
        (Suffix, "1 2"),
        (Suffix, "SHOP\n"),
        (LINE, "two\nlines"),
        (Sentence, "two\nlines"),
        (Sentence, " "),
        (Sentence, "the payer, jane@example.com, agrees"),
        (Sentence, "<JANE.DOE+shop@mail.example.co.uk>"),
        (Sentence, "jane@localhost"),
        (Sentence, "jane @ example.com"),
        (Sentence, "jane\uff20example.com"),
        (Sentence, "mailto:jane%40example.com"),
        (Sentence, "jane [at] example.com"),
        (Sentence, "jane(AT)example.com"),
        (Sentence, "jan\u00e9@example.com"),
        (Sentence, "jane@\u00fcber.example"),
        (Sentence, '"jane doe"@example.com'),
        (Sentence, "jane at example dot com"),
        (Sentence, "she has DE89 3704 0044 0532 0130 00"),
        (Sentence, "de89370400440532013000"),
        (Sentence, "GB82-WEST-1234-5698-7654-32"),
        (Sentence, "iban:GB82\u00a0WEST\u00a01234\u00a05698\u00a07654\u00a032."),
    ],
)
def test_what_does_not_fit_is_refused(kind: Any, given: str) -> None:
    """Each rule of its kind."""
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(given)


def test_each_kind_states_its_rules() -> None:
    """A pattern that pydantic leaves out behind a validator is there all the same."""
    kinds: tuple[Any, ...] = (Email, PayerName, Suffix, Sentence, LINE)
    for kind in kinds:
        schema = TypeAdapter(kind).json_schema()
        assert schema["description"]
        assert any("pattern" in rule for rule in schema["allOf"])
