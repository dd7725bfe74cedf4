"""Properties have three verdicts: absent, known, unknown."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pulumi_policy.proxy import unknown_checking_proxy

from policies.pci.framework.values import ABSENT, UNKNOWN, first, plain, read
from policy_proof.resources import UNKNOWN as SENTINEL

JSON = st.recursive(
    st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
)


@given(st.dictionaries(st.text(max_size=3), JSON, max_size=4))
def test_what_is_known_comes_out_as_it_went_in(value: dict[str, Any]) -> None:
    """The SDK's proxies leave no trace."""
    assert plain(unknown_checking_proxy(value)) == value


@pytest.mark.parametrize("where", [SENTINEL, f'{{"Resource": "{SENTINEL}"}}', f"x{SENTINEL}"])
def test_a_sentinel_anywhere_in_a_text_makes_it_unknown(where: str) -> None:
    """Also where it is a part of a longer text, which the SDK hands on as known."""
    value = unknown_checking_proxy({"a": {"b": [where, "known"]}})
    assert plain(value) == {"a": {"b": [UNKNOWN, "known"]}}


def test_whole_numbers_are_integers() -> None:
    """GRPC has floats only; a bound of 5 must still equal 5."""
    assert plain([5.0, 0.5]) == [5, 0.5]
    assert isinstance(plain(5.0), int)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a", [("a", {"b": 1})]),
        ("a.b", [("a.b", 1)]),
        ("a.c", [("a.c", ABSENT)]),
        ("a.b.c", [("a.b.c", ABSENT)]),
        ("none.x", [("none.x", ABSENT)]),
        ("u", [("u", UNKNOWN)]),
        ("u.x", [("u", UNKNOWN)]),
        ("l[]", [("l[0]", {"k": 1}), ("l[1]", {}), ("l[2]", UNKNOWN)]),
        ("l[].k", [("l[0].k", 1), ("l[1].k", ABSENT), ("l[2]", UNKNOWN)]),
        ("u[].k", [("u", UNKNOWN)]),
        ("empty[].k", []),
        ("away[].k", []),
        ("a[].k", []),
    ],
)
def test_a_path_leads_to_every_value(path: str, found: list[tuple[str, Any]]) -> None:
    """One verdict for a property, one for each item of a list, and none is skipped in silence."""
    props = {"a": {"b": 1}, "none": None, "u": UNKNOWN, "empty": [], "l": [{"k": 1}, {}, UNKNOWN]}
    assert list(read(props, path)) == found
    if found:
        assert first(props, path) == found[0][1]
    else:
        with pytest.raises(StopIteration):
            first(props, path)


@pytest.mark.parametrize("verdict", [ABSENT, UNKNOWN])
def test_a_verdict_is_no_truth(verdict: Any) -> None:
    """`if value` on an absent or unknown value would be a silent pass."""
    with pytest.raises(TypeError):
        bool(verdict)
