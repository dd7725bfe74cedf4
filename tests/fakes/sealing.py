"""Encrypted bodies as merchants make them, and an opener whose private halves are at hand."""

import json
from functools import cache
from typing import Any, Final

from joserfc import jwe
from joserfc.jwk import RSAKey
from joserfc.registry import HeaderParameter

from runtime.contract.codes import Code
from runtime.domain.errors import InvalidRequestError
from runtime.domain.messages import PublicKey
from tests.fakes.faults import Faults

WAY: Final = {"alg": "RSA-OAEP-256", "enc": "A256GCM"}
KID: Final = "key-1"


@cache
def pair(kid: str = KID) -> RSAKey:
    """A key pair, made once; a test may ask for another by another name."""
    return RSAKey.generate_key(3072, {"kid": kid})


def sealed(body: Any, key: RSAKey | None = None, **header: Any) -> str:
    """The body as a compact JWE; text is taken as it is, and a header may say anything."""
    key = key or pair()
    text = body if isinstance(body, (bytes, str)) else json.dumps(body)
    said: dict[str, Any] = {**WAY, "kid": key.kid, **header}
    named = {each: value for each, value in said.items() if value is not None}
    # joserfc itself would refuse to write most of what a test wants refused.
    registry = jwe.JWERegistry(strict_check_header=False)
    registry.allowed = [str(named.get("alg")), str(named.get("enc")), "DEF"]
    registry.header_registry = dict.fromkeys(named, HeaderParameter("any", lambda _: None))
    return jwe.encrypt_compact(named, text, key, registry=registry)


class FakeOpener(Faults):
    """The MessageOpener port for what `sealed` makes."""

    def open(self, message: bytes, longest: int) -> bytes:
        """The text.

        Raises:
            InvalidRequestError: it does not open.
        """
        with self.strike("open"):
            try:
                opened = jwe.decrypt_compact(message, pair(), algorithms=list(WAY.values()))
            except Exception:  # noqa: BLE001 - whatever is wrong with it.
                raise InvalidRequestError(Code.ENCRYPTION_INVALID, "It does not open.") from None
            text = opened.plaintext or b""
            if len(text) > longest:
                raise InvalidRequestError(Code.BODY_TOO_LARGE, "It is too long.")
            return text


class FakePublicKeys(Faults):
    """The PublicKeys port: two pairs' public halves."""

    def current(self) -> list[PublicKey]:
        """The one to use, and the one that it replaces."""
        with self.strike("current"):
            halves = [pair(kid).as_dict(private=False) for kid in (KID, "key-2")]
            return [PublicKey(str(e["kid"]), str(e["n"]), str(e["e"])) for e in halves]
