"""Rows and entries as items."""

from typing import Any

import pytest
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from runtime.adapters.dynamodb_items import (
    entry_item,
    from_attribute,
    read_entry,
    read_row,
    row_item,
    to_attribute,
)
from runtime.domain.errors import UnreadableRowError
from tests.fakes.payments import ID, Harness

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**37), 10**37) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(VALUES)
def test_a_value_survives(value: Any) -> None:
    """What is written is read as it was, in the same types."""
    read = from_attribute(to_attribute(value))
    assert read == value
    assert repr(read) == repr(value)


@given(VALUES)
def test_the_form_is_dynamodb_s_own(value: Any) -> None:
    """boto3's serializer writes the same attributes, and its deserializer reads ours."""
    assert to_attribute(value) == TypeSerializer().serialize(value)
    assert TypeDeserializer().deserialize(to_attribute(value)) == value


@pytest.mark.parametrize("value", [1.5, b"bytes", {1, 2}, object()])
def test_what_does_not_hash_the_same_everywhere_is_not_written(value: Any) -> None:
    """Floats, bytes and sets have no place in a ledger."""
    with pytest.raises(TypeError):
        to_attribute(value)


@pytest.mark.parametrize("attribute", [{"B": b"x"}, {"SS": ["x"]}, {"N": "1.5"}, {}])
def test_what_was_never_written_is_not_read(attribute: Any) -> None:
    """A kind or number that is not ours is an error, never a guess."""
    with pytest.raises(ValueError, match=r"."):
        from_attribute(attribute)


def test_what_is_none_has_no_attribute() -> None:
    """A row without a due date is in no partition of a sparse index."""
    item = row_item(Harness().canceled())
    assert not {"due_at", "open_shard", "reference_key", "provider"} & set(item)
    assert item["amount"] == {"N": "2500"}
    assert item["status"] == {"S": "canceled"}


def test_rows_and_entries_are_read_as_they_were_written() -> None:
    """The models are equal after the round trip, nested parts included."""
    harness = Harness()
    payment = harness.succeeded()
    assert read_row(row_item(payment)) == payment
    for entry in harness.ledger.lines[ID]:
        assert read_entry(entry_item(entry)) == entry


@pytest.mark.parametrize(
    "change",
    [
        {"v": {"N": "2"}},
        {"v": {"S": "1"}},
        {"status": {"S": "swallowed"}},
        {"amount": {"N": "25.5"}},
        {"email_masked": {"B": b"x"}},
        {"surprise": {"S": "x"}},
    ],
)
def test_an_unknown_row_names_its_id_and_nothing_else(change: dict[str, Any]) -> None:
    """The error holds the payment's id, and neither a value nor a cause that quotes one."""
    item = row_item(Harness().accepted()) | change
    with pytest.raises(UnreadableRowError) as caught:
        read_row(item)
    assert str(caught.value) == f"The ledger's record of {ID} can't be read."
    assert caught.value.__cause__ is caught.value.__context__ is None


def test_an_item_without_an_id_is_refused() -> None:
    """Even an item that is not ours at all gives the same error."""
    with pytest.raises(UnreadableRowError, match="without an id"):
        read_entry({})
