"""Reading objects inside of a resource."""

from types import SimpleNamespace
from typing import Any

import pytest

from policies.pci.framework.parts import parts
from policies.pci.framework.resource import Resource
from policies.pci.framework.values import ABSENT, UndecidedError
from policy_proof.resources import UNKNOWN


def of(props: dict[str, Any]) -> Resource:
    """A resource with these properties."""
    source: Any = SimpleNamespace(props=props)
    return Resource(source)


def test_each_item_is_read_by_its_own_paths() -> None:
    """Lists in lists too, with the path that a message can show."""
    rules = of({"rules": [{"name": "a", "parts": [{"days": 1}]}, {"parts": None}]})
    first, second = parts(rules, "rules[]")
    (inner,) = parts(first, "parts[]")
    assert (first.known("name"), second.known("name"), inner.known("days")) == ("a", ABSENT, 1)
    assert second.known("name", "b") == "b"
    assert inner.at == "rules[0].parts[0]"


@pytest.mark.parametrize("odd", ["text", 7, ["list"], {"rules": "text"}, [{"name": []}]])
def test_an_odd_shape_has_nothing_in_it(odd: Any) -> None:
    """A rule that reads it finds nothing, and does not fail."""
    assert [each.known("name.first") for each in parts(of({"rules": odd}), "rules[]")] in (
        [],
        [ABSENT],
    )


def test_an_unknown_item_is_undecided() -> None:
    """The list, an item of it, or a value in an item."""
    for props in ({"rules": UNKNOWN}, {"rules": [UNKNOWN]}):
        with pytest.raises(UndecidedError):
            list(parts(of(props), "rules[]"))
    (one,) = parts(of({"rules": [{"name": UNKNOWN}]}), "rules[]")
    with pytest.raises(UndecidedError, match=r"rules\[0\].name"):
        one.known("name")
