"""Patterns against everything that they could mean."""

import itertools
from fnmatch import fnmatchcase

from hypothesis import given
from hypothesis import strategies as st

from policies.pci.framework.globs import opened, overlap, within

_TEXTS = ["".join(each) for size in range(7) for each in itertools.product("ab", repeat=size)]
patterns = st.text("ab*?", max_size=3)


def meant(pattern: str) -> set[str]:
    """Every text of up to six letters that a pattern means."""
    return {each for each in _TEXTS if fnmatchcase(each, pattern)}


@given(patterns, patterns)
def test_two_patterns_overlap_when_they_share_a_text(one: str, other: str) -> None:
    """Two patterns of three letters that share any text share one of six."""
    assert overlap(one, other) is bool(meant(one) & meant(other))


@given(patterns, patterns)
def test_what_is_within_means_nothing_else(inner: str, outer: str) -> None:
    """A denial counts only where it covers all that is allowed."""
    if within(inner, outer):
        assert meant(inner) <= meant(outer)


def test_a_denial_of_everything_or_of_the_same_covers() -> None:
    """Of a pattern, too."""
    assert within("table/pay*", "table/*")
    assert within("table/pay*", "table/pay*")
    assert not within("table/*", "table/pay*")
    assert not within("table/*", "table/?")


def test_brackets_are_letters() -> None:
    """IAM has no sets of letters."""
    assert overlap("a[bc]", "a[bc]")
    assert not overlap("a[bc]*", "abb")


def test_a_variable_may_become_anything() -> None:
    """Its value is of the request; a written `*` is one too."""
    assert opened("home/${aws:username}/x") == "home/*/x"
    assert opened("a${*}${?}${$}") == "a*?$"
