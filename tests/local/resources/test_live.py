"""What is declared and what is live are compared by meaning."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.resources._live import ask, camel_keys, changes, like, retag, tag_list, tag_map, told


@pytest.mark.parametrize(
    ("known", "live"),
    [
        ('{"a": 1, "b": [2]}', '{"b":[2],"a":1}'),
        ('{"a": 1}', {"a": 1}),
        (["x", "y"], ["y", "x"]),
        ([{"name": "a"}, {"name": "b"}], [{"name": "b", "more": 1}, {"name": "a"}]),
        ({"enabled": True}, {"enabled": True, "addedByAws": "x"}),
        ({"tags": {"a": "b"}}, {"tags": {"a": "b"}}),
        (10, "10"),
        ("true", True),
        ("", None),
        ([], None),
        (False, None),
    ],
)
def test_equal_meaning_keeps_the_known_form(known: Any, live: Any) -> None:
    """Spelling, order and what AWS adds by itself are no difference."""
    assert like(known, live) == known
    assert type(like(known, live)) is type(known)


@pytest.mark.parametrize(
    ("known", "live", "found"),
    [
        ('{"a": 1}', '{"a": 2}', '{"a": 2}'),
        ('{"a": 1}', {"a": 2}, '{"a": 2}'),
        ('{"a": 1}', "no document", "no document"),
        ('{"a": 1}', None, None),
        (["x"], ["x", "y"], ["x", "y"]),
        (["x", "y"], ["x"], ["x"]),
        ([{"name": "a", "key": 1}], [{"name": "a", "key": 2}], [{"name": "a", "key": 2}]),
        ({"enabled": True, "period": 35}, {"enabled": False}, {"enabled": False}),
        ({"variables": {"A": "a"}}, {"variables": {"A": "a", "B": "b"}}, None),
        (True, False, False),
        (10, 11, 11),
    ],
)
def test_a_difference_is_told(known: Any, live: Any, found: Any) -> None:
    """Another document, element, part, variable or value is what `read` finds."""
    assert like(known, live) == (live if found is None else found)
    assert like(known, live) != known


def test_only_what_the_state_has_is_told() -> None:
    """What the program never named is left out; what is no longer set is None."""
    assert told({"a": 1, "gone": "x"}, {"a": 1, "b": 2, "gone": None}) == {"a": 1, "gone": None}


def test_one_tag_more_is_a_difference() -> None:
    """Somebody's tag is seen, although other objects count by their known keys only."""
    assert told({"tags": {"a": "b"}}, {"tags": {"a": "b", "by": "hand"}}) == {
        "tags": {"a": "b", "by": "hand"}
    }


def test_an_update_sends_what_differs() -> None:
    """New and other values are sent, equal ones are not, and one left out goes to its default."""
    before, now = {"same": 1, "other": 1, "left": 1, "bare": 1}, {"same": 1, "other": 2, "new": 3}
    assert changes(before, now, {"left": 0}) == {"other": 2, "new": 3, "left": 0, "bare": None}


@pytest.mark.parametrize(
    ("old", "now", "calls"),
    [
        ({"a": "b"}, {"a": "b"}, []),
        ({"a": "b", "c": "d"}, {"a": "x", "e": "f"}, [["c"], {"a": "x", "e": "f"}]),
        ({"a": "b"}, None, [["a"]]),
        (None, {"a": "b"}, [{"a": "b"}]),
    ],
)
def test_tags_change_by_the_fewest_calls(old: Any, now: Any, calls: list[Any]) -> None:
    """Only names that went are untagged, and only what is new or other is tagged."""
    made: list[Any] = []
    retag({"tags": old}, now, made.append, made.append)
    assert made == calls


def test_pairs_become_a_map() -> None:
    """Each service's two words for a tag's name and value are understood."""
    assert tag_map([{"TagKey": "a", "TagValue": "b"}], "TagKey", "TagValue") == {"a": "b"}


def test_a_map_becomes_pairs() -> None:
    """Tags are sent as the API's list."""
    assert tag_list({"a": "b"}) == [{"Key": "a", "Value": "b"}]


def test_answers_are_spelled_as_inputs() -> None:
    """Every object's keys start with a small letter, at any depth; values stay."""
    answer = {"RecoveryMechanisms": [{"Name": "Verified", "Priority": 1}]}
    assert camel_keys(answer) == {"recoveryMechanisms": [{"name": "Verified", "priority": 1}]}


def test_only_the_named_error_means_gone() -> None:
    """An answer that says gone is None; every other error stays an error."""

    def call(code: str) -> None:
        raise ClientError({"Error": {"Code": code, "Message": ""}}, "Get")

    assert ask(call, "NotFound", code="NotFound") is None
    with pytest.raises(ClientError, match="AccessDenied"):
        ask(call, "NotFound", code="AccessDenied")
