"""From bytes to one document: size, type, encoding, and JSON that is no JSON."""

import json
from base64 import b64encode
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.domain.errors import InvalidRequestError
from runtime.invocation.body import body_hashes, read_body
from runtime.wire.documents import LONGEST_BODY
from tests.runtime.handlers.events import event

JSON = {"content-type": "application/json"}


def refused(request: dict[str, Any]) -> str:
    """The code that a request is refused with."""
    with pytest.raises(InvalidRequestError) as caught:
        read_body(request)
    return str(caught.value.code)


@pytest.mark.parametrize(
    "kind",
    ["application/json", "application/json; charset=utf-8", 'APPLICATION/JSON;charset="UTF-8"'],
)
def test_json_in_utf_8_is_read(kind: str) -> None:
    """The media type has no case and may name its charset."""
    assert read_body(event("/", '{"é": 1}', headers={"Content-Type": kind})) == {"é": 1}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/json; charset=latin-1"},
        {"Content-Type": "application/jsonp"},
        JSON | {"Content-Encoding": "gzip"},
    ],
)
def test_any_other_media_type_or_encoding_is_refused(headers: dict[str, str]) -> None:
    """Nothing is guessed, and nothing is unpacked."""
    assert refused(event("/", "{}", headers=headers)) == "media_type_unsupported"


def test_the_limit_counts_bytes() -> None:
    """8 KiB exactly is read; one byte more is not, though it be fewer characters."""
    fits = '"' + "é" * (LONGEST_BODY // 2 - 1) + '"'
    assert len(fits.encode()) == LONGEST_BODY
    assert read_body(event("/", fits, headers=JSON))
    assert refused(event("/", fits + " ", headers=JSON)) == "body_too_large"


def test_a_body_in_base64_is_measured_and_read_as_its_bytes() -> None:
    """The gateway may wrap the body; what counts is inside."""
    request = event("/", b64encode(b'{"a": 1}').decode(), headers=JSON)
    request["isBase64Encoded"] = True
    assert read_body(request) == {"a": 1}
    request["body"] = b64encode(b" " * LONGEST_BODY + b"1").decode()
    assert refused(request) == "body_too_large"
    request["body"] = b64encode(b'"\xff"').decode()
    assert refused(request) == "json_invalid"
    request["body"] = "not base64!"
    assert refused(request) == "json_invalid"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "{} {}",
        "{'a': 1}",
        '{"a": NaN}',
        '{"a": -Infinity}',
        '{"a": 1, "a": 1}',
        '{"a": {"b": 1, "\\u0062": 2}}',
        "[" * 4000 + "]" * 4000,
        '{"a":' * 1300 + "1" + "}" * 1300,
        "9" * 5000,
        '"\ud800"',
    ],
    ids=lambda text: text[:12],
)
def test_what_is_not_one_clear_document_is_refused(text: str) -> None:
    """Broken, doubled, endless or bottomless JSON is 400 and never an accident."""
    assert refused(event("/", text, headers=JSON)) == "json_invalid"


def test_a_refusal_repeats_nothing_of_the_body() -> None:
    """Where it broke is told by line and column only."""
    with pytest.raises(InvalidRequestError) as caught:
        read_body(event("/", '{\n"a": secret}', headers=JSON))
    assert "line 2, column 6" in caught.value.detail
    assert "secret" not in caught.value.detail


def test_equal_documents_have_equal_hashes_however_they_are_spelled() -> None:
    """Order, white space and escapes do not matter; every value does."""
    one = read_body(event("/", '{"a":1,"b":"é"}', headers=JSON))
    two = read_body(event("/", '{ "b": "\\u00e9", "a": 1 }', headers=JSON))
    assert body_hashes(one) == body_hashes(two)
    assert not {*body_hashes(one)} & {*body_hashes(one | {"a": 2})}
    assert not {*body_hashes(one)} & {*body_hashes(one | {"a": "1"})}
    assert (
        body_hashes({"a": 1})
        == ("015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862",) * 2
    )


@pytest.mark.parametrize("spelling", ["2500.0", "25e2", "2.5E+3", "250000e-2"])
def test_a_whole_number_is_an_integer_however_it_is_spelled(spelling: str) -> None:
    """JSON has one kind of number: the model reads an integer, and the hash is the integer's."""
    document = read_body(event("/", f'{{"amount": {spelling}}}', headers=JSON))
    assert (document, type(document["amount"])) == ({"amount": 2500}, int)
    assert body_hashes(document) == body_hashes({"amount": 2500})


@pytest.mark.parametrize("spelling", ["2500.5", "1e-3", "1e16", "-1e300", "1e400"])
def test_what_no_integer_says_exactly_stays_a_fraction(spelling: str) -> None:
    """And so do numbers from 2^53 on, which not every reader of JSON can carry."""
    assert type(read_body(event("/", f'{{"amount": {spelling}}}', headers=JSON))["amount"]) is float


def test_a_null_changes_no_request() -> None:
    """At any depth: the kept hash is the same, and the document's own is still known."""
    bare = {"a": 1, "c": {"d": "x"}, "e": [{}]}
    nulls = {"a": 1, "b": None, "c": {"d": "x", "f": None}, "e": [{"g": None}]}
    assert body_hashes(nulls)[0] == body_hashes(bare)[0]
    assert body_hashes(nulls)[1] != body_hashes(bare)[1]


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    """Any text is a document or a refusal; nothing else ever comes out."""
    with suppress(InvalidRequestError):
        body_hashes({"text": read_body(event("/", json.dumps(text), headers=JSON))})
        read_body(event("/", text, headers=JSON))


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_nesting_has_a_limit_that_no_interpreter_moves(opening: str, closing: str) -> None:
    """Sixteen levels are read, seventeen are refused, on every version of Python."""
    fits = opening * 16 + "1" + closing * 16
    assert read_body(event("/", fits, headers=JSON))
    assert refused(event("/", opening + fits + closing, headers=JSON)) == "json_invalid"
