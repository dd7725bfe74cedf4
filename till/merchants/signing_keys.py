"""`till merchants signatures`: the keys that a client signs its requests with."""

import argparse
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


def describe(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--client", required=True, help="the id of the client")
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--key", type=Path, help="one more: a public Ed25519 key, in PEM")
    change.add_argument("--end", metavar="NAME", help="the name of a key that no longer counts")
    change.add_argument("--none", action="store_true", help="end all, and take unsigned requests")


def change(chosen: argparse.Namespace) -> Callable[[Keys], Keys]:
    """What the options make of a client's keys; without one, nothing.

    Raises:
        InputError: the key can't be read; the change itself raises where it is not possible.
    """
    if chosen.key:
        key = read(chosen.key)
        return lambda keys: with_key(keys, key)
    if chosen.end:
        return lambda keys: without_key(keys, chosen.end)
    return lambda keys: () if chosen.none else keys


def told(name: str, client_id: str, keys: Keys) -> str:
    """What is so now."""
    named = " or ".join(each.kid for each in keys)
    said = f"are signed by {named}" if keys else "need no signature"
    return f"{name}: requests of {client_id} {said}, known everywhere after {LIFE} s at most.\n"


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
