"""HTTP Message Signatures: only a whole, fresh signature of the client's own key holds."""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from hashlib import sha512
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

from runtime.adapters.http_signatures import HttpSignatures
from runtime.contract.codes import Code
from runtime.contract.fixed_times import FIXED
from runtime.domain.errors import InvalidRequestError
from runtime.domain.signed_request import SignedRequest
from tests.fakes.signing import PAYMENT, WHOLE, Message, public, signed
from tests.fakes.system import FakeClock

NOW: Final = FakeClock().now()
PAY: Final = SignedRequest(
    "POST",
    "pay.example.com",
    "/v1/payments",
    [],
    [
        ("Authorization", "Bearer a.b.c"),
        ("Content-Type", "application/json"),
        ("Idempotency-Key", "order-1001"),
    ],
    json.dumps({"amount": 2500, "customer": {"email": "jane@example.com"}}).encode(),
)
LIST: Final = PAY._replace(
    method="GET", query=[("limit", "5"), ("status", "failed")], headers=PAY.headers[:1], body=b""
)
LISTED: Final = (*WHOLE, '"@query-param";name="limit"', '"@query-param";name="status"')
CANCEL: Final = PAY._replace(path="/v1/payments/pay_a/cancel", headers=PAY.headers[:1], body=b"")


def check(request: SignedRequest, *names: str) -> None:
    """Against the keys of these names."""
    HttpSignatures(FakeClock()).check(request, [public(each) for each in names or ("key-1",)])


def refused(request: SignedRequest, *names: str) -> str:
    """Why it does not hold; nothing of the request is told."""
    with pytest.raises(InvalidRequestError) as found:
        check(request, *names)
    assert found.value.code == Code.REQUEST_SIGNATURE_INVALID
    assert not re.search(r"jane|Bearer|order-1001|a\.b\.c|2500", found.value.detail)
    assert found.value.__cause__ is None
    return found.value.detail


def with_header(request: SignedRequest, name: str, value: str | None) -> SignedRequest:
    """With this value of the header, or without it."""
    others = [each for each in request.headers if each[0].lower() != name]
    return request._replace(headers=[*others, *([(name, value)] if value is not None else [])])


def value_of(request: SignedRequest, name: str) -> str:
    """The one value of a header."""
    (found,) = (value for key, value in request.headers if key.lower() == name)
    return found


@pytest.mark.parametrize(
    ("request_", "covers"), [(PAY, PAYMENT), (LIST, LISTED), (CANCEL, WHOLE)], ids=str.__name__
)
@pytest.mark.parametrize("key", ["old", "new"])
def test_a_whole_signature_of_either_key_holds(
    request_: SignedRequest, covers: Sequence[str], key: str
) -> None:
    """Of a payment, a list and a cancellation; what is covered stands in any order."""
    check(signed(request_, covers, NOW, key), "old", "new")
    check(signed(request_, covers[::-1], NOW, key), "old", "new")


def test_what_a_client_may_add_is_taken() -> None:
    """The algorithm's name or none, a nonce, an end that is to come, another label."""
    check(signed(PAY, PAYMENT, NOW, include_alg=False, nonce="n", expires=NOW, label="sig1"))


def test_a_request_without_a_signature_is_told_so() -> None:
    """With a code of its own, also where one of the two headers is missing."""
    whole = signed(PAY, PAYMENT, NOW)
    for request in (
        PAY,
        with_header(whole, "signature", None),
        with_header(whole, "signature-input", None),
    ):
        with pytest.raises(InvalidRequestError, match="is missing") as found:
            check(request)
        assert found.value.code == Code.REQUEST_UNSIGNED


@pytest.mark.parametrize("missing", PAYMENT)
def test_a_signature_that_leaves_something_open_is_refused(missing: str) -> None:
    """Each component alone, however well the rest is signed."""
    covers = [each for each in PAYMENT if each != missing]
    request = signed(PAY, covers, NOW)
    if missing == "content-digest":
        digest = value_of(signed(PAY, PAYMENT, NOW), "content-digest")
        request = with_header(request, "content-digest", digest)
    assert "must cover" in refused(request)


def test_nothing_else_may_be_covered() -> None:
    """What is on the way changed by others would make good requests fail by chance."""
    request = with_header(PAY, "date", "today")
    assert "nothing else" in refused(signed(request, (*PAYMENT, "date"), NOW))


def test_each_parameter_of_the_query_must_be_covered() -> None:
    """One left out, one added behind the signer's back, one twice."""
    assert "must cover" in refused(signed(LIST, LISTED[:-1], NOW))
    whole = signed(LIST, LISTED, NOW)
    assert refused(whole._replace(query=[*LIST.query, ("starting_after", "x")]))
    assert refused(whole._replace(query=[*LIST.query, ("limit", "6")]))
    assert refused(whole._replace(query=LIST.query[:1]))


@pytest.mark.parametrize(
    ("ago", "holds"),
    [
        (0, True),
        (FIXED.signature_age, True),
        (FIXED.signature_age + 1, False),
        (-FIXED.signature_ahead, True),
        (-FIXED.signature_ahead - 1, False),
    ],
)
def test_a_signature_lives_for_minutes(ago: int, holds: bool) -> None:  # noqa: FBT001 - a row of a table
    """By our clock, and a little before it."""
    request = signed(PAY, PAYMENT, NOW - ago)
    if holds:
        check(request)
    else:
        assert "created" in refused(request)


def test_an_end_of_the_signer_s_own_is_kept() -> None:
    """However young the signature is."""
    assert "expires" in refused(signed(PAY, PAYMENT, NOW - 2, expires=NOW - 1))


@pytest.mark.parametrize("said", ["created", "keyid", "tag"])
def test_what_a_signature_must_say_of_itself(said: str) -> None:
    """Without its time, its key's name or its tag it is none."""
    whole = signed(PAY, PAYMENT, NOW)
    text = re.sub(f';{said}=("[^"]*"|[0-9]+)', "", value_of(whole, "signature-input"))
    assert refused(with_header(whole, "signature-input", text))


def test_another_s_key_is_refused() -> None:
    """Under its own name, and under the name of a key of this client."""
    assert "keyid" in refused(signed(PAY, PAYMENT, NOW, "mallory"))
    named = signed(PAY, PAYMENT, NOW, "mallory", keyid=public().kid)
    assert "no one" in refused(named)


def test_another_algorithm_is_refused() -> None:
    """Even in name only."""
    whole = signed(PAY, PAYMENT, NOW)
    text = value_of(whole, "signature-input").replace('"ed25519"', '"hmac-sha256"')
    assert refused(with_header(whole, "signature-input", text))


def test_a_body_that_is_not_the_digest_s_is_refused() -> None:
    """Whatever the signature says of the digest."""
    whole = signed(PAY, PAYMENT, NOW)
    assert "Content-Digest" in refused(whole._replace(body=PAY.body + b" "))


@pytest.mark.parametrize(
    "digest",
    ["sha-256=:AAAA:", "md5=:AAAAAAAAAAAAAAAAAAAAAA==:", "", "sha-256", "sha-256=:{}:, md5=:AAAA:"],
)
def test_a_digest_that_is_none_is_refused(digest: str) -> None:
    """Though it is signed: cut short, of a weak function, empty, or beside one."""
    good = value_of(signed(PAY, PAYMENT, NOW), "content-digest")[9:-1]
    request = with_header(PAY, "content-digest", digest.format(good))
    assert "Content-Digest" in refused(signed(request, PAYMENT, NOW))


def test_a_digest_by_sha_512_is_as_good() -> None:
    """RFC 9530 has both."""
    digest = b64encode(sha512(PAY.body).digest()).decode()
    request = with_header(PAY, "content-digest", f"sha-512=:{digest}:")
    check(signed(request, PAYMENT, NOW))


def test_two_signatures_for_us_are_one_too_many() -> None:
    """One for somebody else is not looked at."""
    once = signed(PAY, PAYMENT, NOW)
    for tag, holds in (("tillstack", False), ("proxy", True)):
        other = signed(PAY, WHOLE, NOW, label="other", tag=tag)
        both = once
        for name in ("signature", "signature-input"):
            both = with_header(both, name, f"{value_of(once, name)}, {value_of(other, name)}")
        if holds:
            check(both)
        else:
            assert refused(both)


@pytest.mark.parametrize("name", ["idempotency-key", "content-type", "authorization"])
def test_a_covered_header_that_comes_twice_is_refused(name: str) -> None:
    """Whoever adds a second value on the way changes what is covered."""
    whole = signed(PAY, PAYMENT, NOW)
    assert refused(whole._replace(headers=[*whole.headers, (name, "added")]))
    assert refused(whole._replace(headers=[(name, "added"), *whole.headers]))


@pytest.mark.parametrize(
    ("signature", "told"),
    [
        ("sig=:AAAA:", "no one"),
        ("tillstack", "no one"),
        ("=", "no one"),
        ("", "no one"),
        ("pyhms=1", "no one"),
        ("pyhms=:\x00:", "no one"),
        ("pyhms=:é:", "no one"),
    ],
)
def test_a_malformed_signature_is_refused(signature: str, told: str) -> None:
    """Whatever stands in the header."""
    whole = signed(PAY, PAYMENT, NOW)
    assert told in refused(with_header(whole, "signature", signature))


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
