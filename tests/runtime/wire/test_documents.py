"""Whatever somebody sent becomes a model, or every fault of it is named and no value."""

import pytest

from runtime.contract.codes import Code
from runtime.domain.errors import InvalidRequestError
from runtime.wire.documents import InvalidFieldsError, Strict, read_as


class _Asked(Strict):
    first: int
    second: str = "absent"


def test_null_means_absent() -> None:
    """A field that may be left out may be null as well."""
    assert read_as(_Asked, {"first": 1, "second": None}) == _Asked(first=1)


def test_every_fault_is_named_in_the_models_order_and_no_value() -> None:
    """One answer says all that is to be mended; the first fault gives the code."""
    with pytest.raises(InvalidFieldsError) as caught:
        read_as(_Asked, {"third": "hush", "second": 7})
    named = [(each.code, each.param) for each in caught.value.faults]
    assert named == [
        (Code.PARAMETER_MISSING, "first"),
        (Code.PARAMETER_INVALID, "second"),
        (Code.PARAMETER_UNKNOWN, "third"),
    ]
    assert (caught.value.code, caught.value.param) == (Code.PARAMETER_MISSING, "first")
    assert "hush" not in str([*caught.value.faults, caught.value])


def test_what_is_no_object_is_refused_as_such() -> None:
    """A list has no fields to be wrong."""
    with pytest.raises(InvalidRequestError, match="must be a JSON object"):
        read_as(_Asked, [1])
