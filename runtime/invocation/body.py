"""From the bytes of a request to one JSON document that means the same to everyone."""

import binascii
import hashlib
import json
import re
from base64 import b64decode
from typing import Any, Final, NoReturn

import rfc8785

from runtime.contract.codes import Code
from runtime.domain.errors import InvalidRequestError
from runtime.domain.messages import MessageOpener
from runtime.invocation.context import Event
from runtime.invocation.http import header
from runtime.wire.documents import LONGEST_BODY, LONGEST_SEALED
from runtime.wire.texts import without_nulls

DEEPEST: Final = 16
"""Levels of nesting; a payment request has two."""

EXACT: Final = 2**53
"""Below it every integer is a JSON number that every reader carries (RFC 7493, 2.2)."""

_JOSE: Final = re.compile("application/jose", re.IGNORECASE)
_JSON: Final = re.compile(r'application/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?', re.IGNORECASE)


def read_body(event: Event) -> Any:
    """The JSON document in the body.

    Raises:
        InvalidRequestError: another media type, more than 8 KiB, or not one clear document.
    """
    if not _JSON.fullmatch(_media_type(event)):
        raise InvalidRequestError(Code.MEDIA_TYPE, "The body must be application/json.")
    return _parse(raw_body(event, LONGEST_BODY))


def read_sealable_body(event: Event, opener: MessageOpener, *, sealed_only: bool) -> Any:
    """The JSON document in the body, which may be encrypted, and with `sealed_only` must be.

    Both of the 8 KiB and of the hash are the document's own: sealed anew it is the same.

    Raises:
        InvalidRequestError: another media type, clear where it must not be, a message that does
            not open, more than 8 KiB, or not one clear document.
        UnavailableError: what opens it does not answer.
    """
    kind = _media_type(event)
    if _JOSE.fullmatch(kind):
        return _parse(opener.open(raw_body(event, LONGEST_SEALED), LONGEST_BODY))
    if not _JSON.fullmatch(kind):
        detail = "The body must be application/json or application/jose."
        raise InvalidRequestError(Code.MEDIA_TYPE, detail)
    if sealed_only:
        detail = "This client's payments must be application/jose."
        raise InvalidRequestError(Code.ENCRYPTION_REQUIRED, detail)
    return _parse(raw_body(event, LONGEST_BODY))


def _media_type(event: Event) -> str:
    kinds = header(event, "content-type")
    if header(event, "content-encoding"):
        raise InvalidRequestError(Code.MEDIA_TYPE, "The body must not be encoded.")
    return kinds[0].strip() if len(kinds) == 1 else ""


def raw_body(event: Event, longest: int) -> bytes:
    """The body's bytes as they arrived.

    Raises:
        InvalidRequestError: more than `longest` bytes, or none that the gateway could carry.
    """
    text = event.get("body") or ""
    try:
        body = b64decode(text, validate=True) if event.get("isBase64Encoded") else text.encode()
    except (binascii.Error, UnicodeEncodeError):
        _invalid("The body is not UTF-8 text.")
    if len(body) > longest:
        raise InvalidRequestError(
            Code.BODY_TOO_LARGE, f"The body must not be longer than {longest} bytes."
        )
    return body


def body_hashes(document: Any) -> tuple[str, str]:
    """Hex sha256 of the document in canonical form (RFC 8785): an equal one means the same request.

    The first is without nulls and is kept. The other, of the document as it stands, is what a row
    holds that was written before null meant absent.

    Raises:
        rfc8785.CanonicalizationError: a number that JSON can't carry exactly.
    """
    bare = without_nulls(document)
    kept = _hash(bare)
    return kept, kept if bare == document else _hash(document)


def _hash(document: Any) -> str:
    return hashlib.sha256(rfc8785.dumps(document)).hexdigest()


def _parse(body: bytes) -> Any:
    try:
        document = json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_float=_number,
        )
    except InvalidRequestError:
        raise
    except UnicodeDecodeError:
        _invalid("The body is not UTF-8 text.")
    except json.JSONDecodeError as error:
        _invalid(f"The body is not JSON: see line {error.lineno}, column {error.colno}.")
    except (ValueError, RecursionError):
        _invalid("The body holds a number too long or a structure too deep.")
    if _depth(document) > DEEPEST:
        _invalid(f"The body must not be nested more than {DEEPEST} levels deep.")
    return document


def _depth(document: Any) -> int:
    """Levels of arrays and objects, counted without recursion: how deep that goes varies."""
    level, depth = [document], 0
    while level := [value for value in level if isinstance(value, (dict, list))]:
        depth += 1
        level = [
            inner
            for value in level
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
    return depth


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        _invalid("A name occurs twice in one object.")
    return found


def _number(text: str) -> int | float:
    """JSON has one kind of number: for model, hash and the API's description `2500.0` is 2500."""
    value = float(text)
    return int(value) if value.is_integer() and abs(value) < EXACT else value


def _refuse_constant(_: str) -> NoReturn:
    _invalid("The body holds a number that JSON does not have.")


def _invalid(detail: str) -> NoReturn:
    raise InvalidRequestError(Code.JSON_INVALID, detail) from None
