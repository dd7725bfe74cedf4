"""`till merchants signatures`: the keys that a client signs its requests with."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from joserfc.jwk import OKPKey

from runtime.domain.merchant import MOST_KEYS, SigningKey
from runtime.use_cases.know_caller import LIFE
from till.lib.input import InputError
from till.merchants.register import Keys

_HOW: Final = "`openssl pkey -in KEY.pem -pubout -out PUBLIC.pem` writes the public half"


def change(key: Path | None, end: str | None, *, none: bool) -> Callable[[Keys], Keys]:
    """What the options make of a client's keys; without one, nothing.

    Raises:
        InputError: two are given, or the key can't be read; the change itself raises where it is
            not possible.
    """
    if sum((key is not None, end is not None, none)) > 1:
        message = "Say one of --key, --end and --none. Nothing was changed."
        raise InputError(message)
    if key is not None:
        given = read(key)
        return lambda keys: with_key(keys, given)
    if end is not None:
        return lambda keys: without_key(keys, end)
    return lambda keys: () if none else keys


def told(client_id: str, keys: Keys) -> str:
    """What is so now."""
    named = " or ".join(each.kid for each in keys)
    said = f"are signed by {named}" if keys else "need no signature"
    return f"requests of {client_id} {said}, known everywhere after {LIFE} s at most."


def read(file: Path) -> SigningKey:
    """The key in a PEM file.

    Raises:
        InputError: it can't be read, or is no public Ed25519 key.
    """
    try:
        text = file.read_bytes()
    except OSError as error:
        message = f"{file} can't be read: {error.strerror}. Name the public half of a key."
        raise InputError(message) from None
    if b"PRIVATE KEY" in text:
        message = (
            f"{file} holds a private key, which belongs to the merchant alone, and nothing was "
            f"changed: {_HOW}. If it came from the merchant, have it replaced."
        )
        raise InputError(message)
    try:
        key = load_pem_public_key(text)
    except ValueError:
        message = f"{file} is no public key in PEM, and nothing was changed: {_HOW}."
        raise InputError(message) from None
    if not isinstance(key, Ed25519PublicKey):
        message = (
            f"{file} is no Ed25519 key, and nothing was changed: requests are signed with Ed25519 "
            "alone (`openssl genpkey -algorithm ed25519`)."
        )
        raise InputError(message)
    known = OKPKey.import_key(key)
    return SigningKey(kid=known.thumbprint(), x=str(known.as_dict(private=False)["x"]))


def with_key(keys: Keys, key: SigningKey) -> Keys:
    """One more, the newest last; one that is there already stays where it is.

    Raises:
        InputError: there are two.
    """
    if key in keys:
        return keys
    if len(keys) >= MOST_KEYS:
        message = (
            f"The client has {len(keys)} keys, {' and '.join(each.kid for each in keys)}, and "
            "nothing was changed: end the older one first, with --end."
        )
        raise InputError(message)
    return (*keys, key)


def without_key(keys: Keys, kid: str) -> Keys:
    """Without the key of this name; one that is gone already is no error.

    Raises:
        InputError: it is the last, and without it nothing would have to be signed.
    """
    left = tuple(each for each in keys if each.kid != kid)
    if keys and not left:
        message = (
            f"{kid} is the client's last key, and nothing was changed: without one its requests "
            "need no signature any more. Give it another first, with --key; or say --none."
        )
        raise InputError(message)
    return left
