"""The reader meets a canary in whatever it is wrapped: what it can't see would be no proof."""

import base64
import gzip
import json
import zlib
from collections.abc import Callable

import pytest

from bench.card_spellings import SPELLINGS, spelled
from docs_gen.data_table import Place
from tests.canary.planting import Flow, Kind, Planter
from tests.canary.reading import Document, found_in, hits

WRAPPINGS: dict[str, Callable[[str], str]] = {
    "bare": str,
    "in capitals": str.upper,
    "in JSON in JSON": lambda text: json.dumps({"a": json.dumps({"b": [text]})}),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 in a longer text": lambda text: (
        f"x{base64.urlsafe_b64encode(f'..{text}..'.encode()).decode()}"
    ),
    "base64 twice": lambda text: base64.b64encode(base64.b64encode(text.encode())).decode(),
    "gzip in base64": lambda text: base64.b64encode(gzip.compress(text.encode())).decode(),
    "deflate in base64 in JSON": lambda text: json.dumps(
        [base64.b64encode(zlib.compress(text.encode())).decode()]
    ),
    "hex": lambda text: text.encode().hex(),
    "percent": lambda text: "".join(f"%{ord(each):02X}" for each in text),
}


def flow() -> Flow:
    """A flow of its own."""
    return Planter().flow("a flow")


@pytest.mark.parametrize("wrapped", WRAPPINGS.values(), ids=WRAPPINGS)
def test_a_word_is_met_in_every_wrapping(wrapped: Callable[[str], str]) -> None:
    """And another one, planted elsewhere, is not."""
    one = flow()
    text = one.word("description")
    other = one.word("reference")
    (met,) = found_in(wrapped(f"before {text} behind"), one.planter)
    assert (met.text, met.into) == (text, "description")
    assert other not in met.text


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_card_is_met_as_people_write_it(spelling: str) -> None:
    """Its digits count, and not what stands between them."""
    one = flow()
    text = one.card("description", "Visa", spelling)
    (met,) = found_in(f"told: {text}.", one.planter)
    assert spelled(spelling, met.text) == text


def test_a_text_of_somebody_else_is_met_as_it_is() -> None:
    """A token or a secret that the stack made, whatever letters it has."""
    one = flow()
    one.known("Ab+/c_secret.of-a-client", "client secret", Kind.SECRET)
    assert found_in('{"s": "Ab+/c_secret.of-a-client"}', one.planter)
    assert not found_in('{"s": "ab+/c_secret.of-a-client"}', one.planter)


def test_what_may_lie_in_a_place_is_no_hit_there_and_is_one_elsewhere() -> None:
    """The table decides: a description is in the row, and in no log."""
    one = flow()
    text = one.word("description")
    row, log = (Document(frozenset({p}), "x", text) for p in (Place.PAYMENTS, Place.LOGS))
    assert hits([row], one.planter) == []
    (hit,) = hits([row, log], one.planter)
    assert str(hit) == (
        "a flow: the free text in description (description), met in logs of the functions: x"
    )


def test_what_is_sealed_or_masked_is_a_hit_in_clear() -> None:
    """The row may hold the address sealed; whoever reads its text there has found a fault."""
    one = flow()
    address = one.email("customer.email")
    row = Document(frozenset({Place.PAYMENTS}), "row", address)
    assert len(hits([row], one.planter)) == 2
    assert hits([Document(frozenset({Place.MAIL}), "mail", address)], one.planter) == []


def test_nothing_of_what_is_refused_may_lie_anywhere() -> None:
    """Its row in the table names no place, but where a test laid it itself."""
    one = flow().refused()
    text = one.word("description", also=[Place.QUEUES])
    told = {
        place for place in Place if hits([Document(frozenset({place}), "x", text)], one.planter)
    }
    assert told == set(Place) - {Place.QUEUES}


def test_no_two_canaries_are_alike() -> None:
    """Else a hit would not name its flow."""
    one = flow()
    texts = [one.word("description") for _ in range(500)]
    texts += [one.card("description", "American Express") for _ in range(50)]
    assert len({each.text for each in one.planter}) == len(texts)
