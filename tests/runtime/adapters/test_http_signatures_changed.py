"""HTTP Message Signatures: whatever is changed afterwards, and what the RFCs themselves sign."""

from collections.abc import Callable
from typing import Any, Final

import http_sf
import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from http_message_signatures import (
    HTTPMessageVerifier,
    InvalidSignature,
    MappingKeyResolver,
    algorithms,
)
from hypothesis import assume, given
from hypothesis import strategies as st
from joserfc.jwk import OKPKey

from runtime.domain.signed_request import SignedRequest
from tests.fakes.signing import PAYMENT, Message, signed
from tests.runtime.adapters.signed import NOW, PAY, refused, value_of, with_header

CHANGES: Final[dict[str, Callable[[SignedRequest, str], SignedRequest]]] = {
    "method": lambda request, text: request._replace(method=text),
    "authority": lambda request, text: request._replace(authority=text),
    "path": lambda request, text: request._replace(path=text),
    "body": lambda request, text: request._replace(body=text.encode()),
}
HEADERS: Final = (*PAYMENT[3:], "signature", "signature-input")


def edited(before: str, draw: Callable[[Any], Any]) -> str:
    """The text with a piece of it replaced by another."""
    start = draw(st.integers(0, len(before)))
    end = draw(st.integers(start, min(len(before), start + 4)))
    new: str = draw(st.text(max_size=4))
    return before[:start] + new + before[end:]


def seen(request: SignedRequest, what: str) -> str:
    """What is there to change."""
    if what == "body":
        return request.body.decode()
    return value_of(request, what) if what in HEADERS else str(getattr(request, what))


def same(what: str, before: str, after: str) -> bool:
    """Whether the change means nothing by HTTP's own rules (RFC 9110, 4.2.3 and 5.5; RFC 9651)."""
    if what == "authority":
        return after.lower() in {before, f"{before}:443"} or after.rpartition("@")[2] == before
    if what in {"signature", "signature-input"}:
        return bool(parsed(after) == parsed(before))
    return after == before or (what != "body" and after.strip(" \t") == before)


@given(st.sampled_from([*CHANGES, *HEADERS]), st.data())
def test_any_change_of_what_is_covered_breaks_it(what: str, data: st.DataObject) -> None:
    """One edit of any part, at any place, by any letters: refused, and never by another error."""
    whole = signed(PAY, PAYMENT, NOW)
    before = seen(whole, what)
    after = edited(before, data.draw)
    changed = CHANGES[what](whole, after) if what in CHANGES else with_header(whole, what, after)
    assume(not same(what, before, after))
    refused(changed)


def parsed(field: str) -> Any:
    """What a Structured Field says."""
    try:
        return http_sf.parse(field.encode(), tltype="dictionary")
    except ValueError:
        return None


def test_what_the_library_makes_of_the_rfc_s_own_example() -> None:
    """RFC 9421, B.2.6: a request signed with `test-key-ed25519`, and with one letter changed."""
    key = load_pem_public_key(
        b"-----BEGIN PUBLIC KEY-----\n"
        b"MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n"
        b"-----END PUBLIC KEY-----\n"
    )
    covered = (
        '("date" "@method" "@path" "@authority" "content-type" "content-length")'
        ';created=1618884473;keyid="test-key-ed25519"'
    )
    signature = (
        "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="
    )
    headers = [
        ("Host", "example.com"),
        ("Date", "Tue, 20 Apr 2021 02:07:55 GMT"),
        ("Content-Type", "application/json"),
        ("Content-Length", "18"),
        ("Signature-Input", f"sig-b26={covered}"),
        ("Signature", f"sig-b26=:{signature}:"),
    ]
    query = [("param", "Value"), ("Pet", "dog")]
    request = SignedRequest("POST", "example.com", "/foo", query, headers, b'{"hello": "world"}')
    verifier = HTTPMessageVerifier(
        signature_algorithm=algorithms.ED25519,
        key_resolver=MappingKeyResolver(public_keys={"test-key-ed25519": key}, private_keys={}),  # type: ignore[dict-item]  # any kind of key, says its loader
    )
    (found,) = verifier.verify(Message(request), max_age=None)
    assert found.parameters["keyid"] == "test-key-ed25519"
    with pytest.raises(InvalidSignature):
        verifier.verify(Message(request._replace(path="/fooo")), max_age=None)


def test_a_key_is_named_by_its_thumbprint() -> None:
    """RFC 8037, A.3 has one with its public key."""
    jwk: dict[str, str | list[str]] = {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    }
    assert OKPKey.import_key(jwk).thumbprint() == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
