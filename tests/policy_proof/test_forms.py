"""Which resources are alike, so that only few of them are changed each time."""

from typing import Any

import pytest

from policy_proof.forms import form_of


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        pytest.param({"name": "a", "size": 1}, {"size": 2, "name": "b"}, True, id="names, numbers"),
        pytest.param({"name": "a"}, {"name": "a", "size": 1}, False, id="one property more"),
        pytest.param({"on": True}, {"on": False}, False, id="a guard"),
        pytest.param({"in": ["a", "b"]}, {"in": ["c"]}, True, id="more of the same in a list"),
        pytest.param({"in": [{"a": 1}]}, {"in": [{"b": 1}]}, False, id="another thing in a list"),
        pytest.param({"namespace": "A"}, {"namespace": "B"}, False, id="what is measured"),
        pytest.param(
            {"policy": '{"Action": "a:B", "Resource": "x"}'},
            {"policy": '{"Action": "a:B", "Resource": "y"}'},
            True,
            id="one thing more by name",
        ),
        pytest.param(
            {"policy": '{"Action": "a:B"}'}, {"policy": '{"Action": "a:C"}'}, False, id="a right"
        ),
        pytest.param({"id": "12"}, {"id": "x"}, True, id="digits are a text"),
    ],
)
def test_alike_is_what_has_the_same_properties(one: Any, other: Any, alike: bool) -> None:  # noqa: FBT001 - a parameter
    """Whatever a rule may tell apart by more than a name makes a form of its own."""
    assert (form_of(one) == form_of(other)) is alike
