"""HTTP Message Signatures: only a whole, fresh signature of the client's own key holds."""

import re
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha512

import pytest

from runtime.contract.codes import Code
from runtime.contract.fixed_times import FIXED
from runtime.domain.errors import InvalidRequestError
from runtime.domain.signed_request import SignedRequest
from tests.fakes.signing import PAYMENT, WHOLE, public, signed
from tests.runtime.adapters.signed import (
    CANCEL,
    LIST,
    LISTED,
    NOW,
    PAY,
    check,
    refused,
    value_of,
    with_header,
)


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
        other = signed(PAY, PAYMENT, NOW, label="other", tag=tag)
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
