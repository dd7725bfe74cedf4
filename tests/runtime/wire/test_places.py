"""Cursors of the operators' list."""

from base64 import urlsafe_b64encode

import pytest

from runtime.domain.open_rows import OpenPlace
from runtime.wire.documents import InvalidFieldsError
from runtime.wire.places import MerchantPlace, read_merchant_place, read_open_place, text_of
from tests.fakes.payments import ID

OPEN = OpenPlace(15, 1_795_348_800, ID)
MERCHANTS = [
    MerchantPlace("acme", f"1795348800#{ID}"),
    MerchantPlace("a-1", "1795348800#"),
    MerchantPlace("x", "0000000000#"),
]


def test_a_place_comes_back_as_it_was() -> None:
    """A cursor is a text of signs that need no escape in an address."""
    assert read_open_place(text_of(OPEN)) == OPEN
    assert [read_merchant_place(text_of(place)) for place in MERCHANTS] == MERCHANTS
    for cursor in (text_of(OPEN), *map(text_of, MERCHANTS)):
        assert cursor.replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize(
    "cursor",
    ["x", ID, "é", text_of(OPEN) + "A", *(text_of(place) for place in MERCHANTS)],
)
def test_what_is_no_place_of_the_index_is_refused(cursor: str) -> None:
    """By its parameter's name, and never with a part of it."""
    with pytest.raises(InvalidFieldsError) as refused:
        read_open_place(cursor)
    (fault,) = refused.value.faults
    assert (fault.code, fault.param) == ("parameter_invalid", "starting_after")


@pytest.mark.parametrize(
    "text",
    ["open/16/1/" + ID, "open/1/1/pay_x", "Acme/1795348800#", "acme/1#", "acme/1795348800#pay_x"],
)
def test_a_forged_place_is_refused(text: str) -> None:
    """No shard, name or key passes that the ledger could not hold."""
    cursor = urlsafe_b64encode(text.encode()).decode().rstrip("=")
    for read in (read_open_place, read_merchant_place):
        with pytest.raises(InvalidFieldsError):
            read(cursor)
