"""Rows and entries as items."""

from typing import Any

import pytest
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from runtime.adapters.dynamodb_items import (
    from_attribute,
    to_attribute,
)

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
