"""Request signatures: HTTP Message Signatures (RFC 9421) with Ed25519, digests by RFC 9530.

One way and no other: what a signature must cover follows from the request, and is all of it that
anybody here reads, so nothing that is read can be changed, added or taken away. The library does
everything but three things that are ours to judge: whose keys count, how old a signature may be,
and what it must cover.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from http_message_signatures import (
    HTTPMessageSignaturesException,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    InvalidSignature,
    algorithms,
)
from joserfc.util import urlsafe_b64decode

from runtime.contract.codes import Code
from runtime.contract.fixed_times import FIXED
from runtime.domain.errors import InvalidRequestError
from runtime.domain.merchant import SigningKey
from runtime.domain.ports import Clock
from runtime.domain.signed_request import SignedRequest

TAG: Final = "tillstack"
"""By which a signature says that it is meant for this API."""

_FIELDS: Final = {"signature", "signature-input"}
_UNSIGNED: Final = "This client signs its requests: Signature-Input or Signature is missing."
_INVALID: Final = (
    f'There is no one Ed25519 signature of the tag "{TAG}" that holds for this request as it '
    "arrived: it is malformed or damaged, or what it covers was changed."
)
_DIGEST: Final = "The body is not the one that Content-Digest was made of."
_COVERAGE: Final = (
    'The signature must cover "@method", "@authority", "@path", "authorization", each parameter of '
    'the query as "@query-param", with a body "content-type" and "content-digest", with an '
    'Idempotency-Key "idempotency-key", and nothing else.'
)
_AGE: Final = (
    f"The signature's `created` must be at most {FIXED.signature_age} s ago by our clock and "
    f"{FIXED.signature_ahead} s ahead, and its `expires`, if any, not over."
)
_KEY: Final = "The signature's `keyid` names no key of this client."


class _RefusedError(InvalidSignature):
    """Ours to tell: its text holds nothing of the request."""


class _Fields(NamedTuple):
    """Header lines as the library reads them."""

    lines: Sequence[tuple[str, str]]

    def items(self) -> Sequence[tuple[str, str]]:
        """Name and value of each."""
        return self.lines


class _Message(NamedTuple):
    """A request as the library reads it."""

    method: str
    url: str
    headers: _Fields


class _Keys(HTTPSignatureKeyResolver):
    """The keys of one client."""

    def __init__(self, keys: Sequence[SigningKey]) -> None:
        self._keys: Mapping[str, SigningKey] = {each.kid: each for each in keys}

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:
        """The key of this name.

        Raises:
            _RefusedError: the client has none.
        """
        if key_id not in self._keys:
            raise _RefusedError(_KEY)
        return Ed25519PublicKey.from_public_bytes(urlsafe_b64decode(self._keys[key_id].x.encode()))


class _Verifier(HTTPMessageVerifier):
    """The library's, by our clock and our window."""

    def __init__(self, keys: Sequence[SigningKey], now: int) -> None:
        super().__init__(signature_algorithm=algorithms.ED25519, key_resolver=_Keys(keys))
        self._now = now

    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:
        """As RFC 9421, 3.2 leaves it to an application.

        Raises:
            _RefusedError: it was made too long ago, or later than now, or nobody says when.
        """
        del max_age
        params = sig_input.params
        created = params.get("created")
        if created is None or not (
            self._now - FIXED.signature_age <= created <= self._now + FIXED.signature_ahead
            and params.get("expires", self._now) >= self._now
        ):
            raise _RefusedError(_AGE)


class HttpSignatures:
    """The RequestSignatures port; it asks nobody."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def check(self, request: SignedRequest, keys: Sequence[SigningKey]) -> None:
        """Whether one of these keys has signed all of the request that anybody here reads, now.

        Raises:
            InvalidRequestError: it is not signed, or not so.
        """
        if not {name.lower() for name, _ in request.headers} >= _FIELDS:
            raise InvalidRequestError(Code.REQUEST_UNSIGNED, _UNSIGNED)
        verifier = _Verifier(keys, self._clock.now())
        try:
            found = verifier.verify(_message(request), max_age=None, expect_tag=TAG)
        except _RefusedError as refused:
            raise _invalid(str(refused)) from None
        except HTTPMessageSignaturesException:
            raise _invalid(_INVALID) from None  # Its words may hold the request's.
        if len(found) > 1:
            raise _invalid(_INVALID)
        if found[0].covered_components.keys() - {'"@signature-params"'} != {*_read(request)}:
            raise _invalid(_COVERAGE)
        try:
            verifier.verify_body(_message(request), found, request.body)
        except InvalidSignature:
            raise _invalid(_DIGEST) from None


def _message(request: SignedRequest) -> _Message:
    query = f"?{urlencode(request.query)}" if request.query else ""
    url = f"https://{request.authority}{request.path}{query}"
    return _Message(request.method, url, _Fields(request.headers))


def _read(request: SignedRequest) -> Iterator[str]:
    """What is read of a request, as a signature names it."""
    yield from ('"@method"', '"@authority"', '"@path"', '"authorization"')
    for name, _ in request.query:
        # As a form's field is encoded (RFC 9421, 2.2.8): created%5Bgte%5D.
        yield f'"@query-param";name="{quote(name, safe="*").replace("~", "%7E")}"'
    names = {name.lower() for name, _ in request.headers}
    if request.body:
        yield '"content-type"'
    if request.body or "content-digest" in names:
        yield '"content-digest"'
    if "idempotency-key" in names:
        yield '"idempotency-key"'


def _invalid(detail: str) -> InvalidRequestError:
    return InvalidRequestError(Code.REQUEST_SIGNATURE_INVALID, detail)
