"""Every text of a resource is a place, but for what people read and what a denial keeps out."""

import base64
import json
from typing import Any

import pulumi
import pytest

from policies.pci.framework.places import Place, Use, places
from policies.pci.framework.values import UNKNOWN


def texts(value: Any) -> dict[str, str]:
    """Path → text."""
    return {place.path: place.text for place in places(value)}


def test_every_text_has_its_path_and_the_nearest_name() -> None:
    """Objects, lists and whole numbers; unknown, absent and true are nothing."""
    value = {"a": {"b": ["x", {"c": "y"}]}, "n": 111122223333, "u": UNKNOWN, "t": True, "no": None}
    assert list(places(value)) == [
        Place("a.b[0]", "b", "x"),
        Place("a.b[1].c", "c", "y"),
        Place("n", "n", "111122223333"),
    ]


def test_json_and_base64_are_read_as_what_they_say() -> None:
    """JSON in JSON too; what only looks like it stays the text that it is."""
    inner = json.dumps({"arn": "x"})
    assert texts({"body": json.dumps({"template": inner})}) == {"body.template.arn": "x"}
    assert texts({"list": '["x"]', "broken": "{x", "number": "7"}) == {
        "list[0]": "x",
        "broken": "{x",
        "number": "7",
    }
    script = "#!/bin/sh\nreboot"
    code = base64.b64encode(script.encode()).decode()
    assert [each.text for each in places({"userData": code})] == [code, script]
    assert [each.text for each in places({"hash": "f" * 40})] == ["f" * 40]


def test_yaml_is_read_where_a_definition_begins() -> None:
    """Of an API or a template; with tags that YAML does not know it stays the text that it is."""
    assert texts({"body": "openapi: 3.0.1\ninfo:\n  account: 111122223333\n"}) == {
        "body.openapi": "3.0.1",
        "body.info.account": "111122223333",
    }
    for text in ("Resources: !Sub x", "a: b"):
        assert texts({"body": text}) == {"body": text}


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
        "--- a text",
        "---",
        "--- 5",
        "---\n2026-01-01",
    ],
)
def test_yaml_of_no_object_and_no_list_is_a_text(text: str) -> None:
    """A certificate's PEM begins as YAML does, and says no more than itself."""
    assert texts({"content": text}) == {"content": text}


def test_a_name_that_may_be_an_arn_is_a_place_too() -> None:
    """Of an object whose names are the author's."""
    assert list(places({"a:b": "x"})) == [Place("a:b", "", "a:b"), Place("a:b", "a:b", "x")]


def test_what_people_read_is_none_unless_the_author_chose_the_name() -> None:
    """A variable may be called description as well."""
    assert texts({"description": "x", "tags": {"a": "x"}, "$schema": "x"}) == {}
    assert texts({"environment": {"variables": {"description": "x"}}}) == {
        "environment.variables.description": "x"
    }


def statement(**body: Any) -> set[tuple[str, Use]]:
    """Text and use of what a statement lets in."""
    return {(each.text, each.use) for each in places({"policy": {"Statement": [body]}})}


@pytest.mark.parametrize("case", [str.lower, str.upper, str.title])
def test_what_a_statement_lets_in_is_a_place(case: Any) -> None:
    """Principals, resources, and what a condition asks for; names in any case."""
    body = {
        "effect": "Allow",
        "principal": {"AWS": ["a"]},
        "action": "b",
        "resource": "c",
        "condition": {"StringEquals": {"k": ["d"]}, "StringNotEquals": {"k": "e"}},
    }
    assert statement(**{case(key): value for key, value in body.items()}) == {
        ("a", Use.PRINCIPAL),
        ("c", Use.RESOURCE),
        ("d", Use.CONDITION),
    }


def test_of_a_denial_only_what_it_spares_is_a_place() -> None:
    """`NotPrincipal`, `NotResource`, and a condition that must not hold."""
    body = {
        "Effect": "Deny",
        "Principal": {"AWS": "a"},
        "NotPrincipal": {"AWS": "b"},
        "Resource": "c",
        "NotResource": "d",
        "Condition": {"StringEquals": {"k": "e"}, "ArnNotLike": {"k": "f"}},
    }
    assert statement(**body) == {
        ("b", Use.PRINCIPAL),
        ("d", Use.RESOURCE),
        ("f", Use.CONDITION),
    }


def test_a_statement_of_another_kind_is_read_like_anything() -> None:
    """Of a data protection policy, say: it has no effect."""
    assert statement(Operation={"Audit": {"Firehose": "x"}}) == {("x", Use.VALUE)}
    assert {each.text for each in places({"Statement": "x"})} == {"x"}


def test_code_by_its_address_is_a_place() -> None:
    """Alone or in an archive; what is at hand is not."""
    far = pulumi.RemoteArchive("https://example.com/x.zip")
    archive = pulumi.AssetArchive({"a": far, "b": pulumi.StringAsset("# x")})
    assert list(places({"code": archive})) == [
        Place("code.a.uri", "uri", "https://example.com/x.zip")
    ]
