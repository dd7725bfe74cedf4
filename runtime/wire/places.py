"""Cursors of the operators' list: where a page ended, as a text that a caller only hands back."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final, NamedTuple

from runtime.contract.codes import Code
from runtime.domain.merchant import NAME
from runtime.domain.open_rows import OpenPlace
from runtime.domain.payment import OPEN_SHARDS, PAYMENT_ID
from runtime.wire.documents import Fault, InvalidFieldsError

UNKNOWN: Final = Fault(
    Code.PARAMETER_INVALID,
    "This is no cursor of a list with these parameters: begin again without it.",
    "starting_after",
)
_ID: Final = PAYMENT_ID.pattern
_OPEN: Final = re.compile(rf"open/([0-9]{{1,2}})/([0-9]{{1,10}})/({_ID})")
_MERCHANT: Final = re.compile(rf"({NAME.strip('^$')})/([0-9]{{10}}#(?:{_ID})?)")


class MerchantPlace(NamedTuple):
    """In a merchant's payments, newest first."""

    merchant: str
    before: str
    """A `created_key`: what is older comes next."""


def text_of(place: OpenPlace | MerchantPlace) -> str:
    """The cursor."""
    parts = ("open", *place) if isinstance(place, OpenPlace) else place
    return urlsafe_b64encode("/".join(map(str, parts)).encode()).decode().rstrip("=")


def read_open_place(cursor: str) -> OpenPlace:
    """The place in the index `open`.

    Raises:
        InvalidFieldsError: it is no such cursor.
    """
    shard, due_at, payment_id = _parts(cursor, _OPEN)
    if int(shard) >= OPEN_SHARDS:
        raise InvalidFieldsError([UNKNOWN])
    return OpenPlace(int(shard), int(due_at), payment_id)


def read_merchant_place(cursor: str) -> MerchantPlace:
    """The place in a merchant's payments.

    Raises:
        InvalidFieldsError: it is no such cursor.
    """
    merchant, *_, before = _parts(cursor, _MERCHANT)
    return MerchantPlace(merchant, before)


def _parts(cursor: str, form: re.Pattern[str]) -> tuple[str, ...]:
    try:
        text = urlsafe_b64decode(f"{cursor}{'=' * (-len(cursor) % 4)}").decode()
    except ValueError:
        text = ""
    found = form.fullmatch(text)
    if found is None:
        raise InvalidFieldsError([UNKNOWN])
    return found.groups()
