"""Signed requests as merchants make them, and as they must not."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from http_message_signatures import (
    ContentDigest,
    HTTPMessageSigner,
    HTTPSignatureKeyResolver,
    algorithms,
)
from joserfc.jwk import OKPKey

from runtime.domain.merchant import SigningKey
from runtime.domain.signed_request import SignedRequest
from tests.fakes.faults import Faults

KEY: Final = "key-1"
WHOLE: Final = ("@method", "@authority", "@path", "authorization")
"""What every signature covers."""
PAYMENT: Final = (*WHOLE, "content-type", "content-digest", "idempotency-key")
"""Of a request for a payment."""


@cache
def private(name: str = KEY) -> Ed25519PrivateKey:
    """A key, made once; a test may ask for another by another name."""
    return Ed25519PrivateKey.from_private_bytes(name.encode().ljust(32, b"."))


def public(name: str = KEY) -> SigningKey:
    """Its public half, as a client is registered with it."""
    key = OKPKey.import_key(private(name).public_key())
    return SigningKey(kid=key.thumbprint(), x=str(key.as_dict()["x"]))


def pem(name: str = KEY) -> bytes:
    """A key as a merchant keeps it."""
    return private(name).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


class Message:
    """A request as the library signs it: in place."""

    def __init__(self, request: SignedRequest) -> None:
        query = f"?{urlencode(request.query)}" if request.query else ""
        self.method = request.method
        self.url = f"https://{request.authority}{request.path}{query}"
        self.headers = dict(request.headers)


class _DigestAsGiven(ContentDigest):
    """One that a test wrote stays, whatever it is."""

    @classmethod
    def prepare(cls, headers: Any, body: bytes | None, *, use_existing_digest: bool) -> None:
        """Make one, where there is none."""
        del use_existing_digest
        if body is not None and "content-digest" not in {each.lower() for each in headers}:
            cls.add(headers, body)


class _Signer(HTTPMessageSigner):
    content_digest_class = _DigestAsGiven


class _Resolver(HTTPSignatureKeyResolver):
    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:
        del key_id
        return self._key


def signature(
    request: SignedRequest,
    covers: Sequence[str],
    at: int,
    key: str = KEY,
    **said: Any,
) -> Mapping[str, str]:
    """The headers of a signature made at a moment (Unix seconds), and of the body's digest."""
    message = Message(request)
    if "expires" in said:
        said["expires"] = datetime.fromtimestamp(said["expires"], UTC)
    signer = _Signer(signature_algorithm=algorithms.ED25519, key_resolver=_Resolver(private(key)))
    body = request.body if "content-digest" in covers else None
    signer.sign(
        message,
        key_id=said.pop("keyid", public(key).kid),
        created=datetime.fromtimestamp(at, UTC),
        covered_component_ids=covers,
        body=body,
        **{"tag": "tillstack", **said},
    )
    new = message.headers.keys() - dict(request.headers).keys()
    return {name: message.headers[name] for name in sorted(new)}


def signed(
    request: SignedRequest, covers: Sequence[str], at: int, key: str = KEY, **said: Any
) -> SignedRequest:
    """The request with its signature."""
    found = signature(request, covers, at, key, **said)
    return request._replace(headers=[*request.headers, *found.items()])


class FakeSignatures(Faults):
    """The RequestSignatures port: everything is well signed, and what was asked is remembered."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[SignedRequest, Sequence[SigningKey]]] = []

    def check(self, request: SignedRequest, keys: Sequence[SigningKey]) -> None:
        """Nothing, unless it was told to fail."""
        self.asked.append((request, keys))
        with self.strike("check"):
            pass
