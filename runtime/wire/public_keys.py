"""What `GET /v1/keys` answers: a JWK set (RFC 7517)."""

from collections.abc import Sequence
from typing import Literal

from runtime.domain import messages
from runtime.wire.shown import Shown


class PublicKey(Shown):
    """A key to encrypt bodies for (RFC 7517)."""

    kty: Literal["RSA"]
    use: Literal["enc"]
    alg: Literal["RSA-OAEP-256"]
    kid: str
    n: str
    e: str


class PublicKeySet(Shown):
    """The keys that are in use: encrypt for the first."""

    keys: list[PublicKey]


def public_key_set(keys: Sequence[messages.PublicKey]) -> PublicKeySet:
    """What bodies may be encrypted for, as RFC 7517 writes it."""
    return PublicKeySet(
        keys=[
            PublicKey(kty="RSA", use="enc", alg="RSA-OAEP-256", kid=each.kid, n=each.n, e=each.e)
            for each in keys
        ]
    )
