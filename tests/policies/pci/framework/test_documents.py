"""Policy documents mean the same in every form that IAM accepts."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.pci.framework.documents import Condition, DocumentError, Principal, matches, parse

ACTIONS = st.lists(
    st.sampled_from(["sqs:SendMessage", "sqs:*", "kms:Decrypt"]), min_size=1, max_size=3
)
PRINCIPALS = st.sampled_from(["*", {"AWS": "*"}, {"AWS": ["*"]}, {"Service": "sns.amazonaws.com"}])


def statement(**more: Any) -> dict[str, Any]:
    """An Allow with one action on everything."""
    return {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*", **more}


@given(ACTIONS, PRINCIPALS, st.sets(st.sampled_from(["text", "alone", "lower"])))
def test_every_form_is_the_same_statement(
    actions: list[str], principal: Any, form: set[str]
) -> None:
    """Text or object, one statement or a list of one, any case of the elements."""
    body = statement(Action=actions, Principal=principal)
    written = {key.lower(): value for key, value in body.items()} if "lower" in form else body
    document: Any = {
        "Version": "2012-10-17",
        "Statement": written if "alone" in form else [written],
    }
    assert parse(json.dumps(document) if "text" in form else document) == parse(
        {"Statement": [body]}
    )


def test_one_action_and_a_list_of_one_are_the_same() -> None:
    """So are one principal, one resource and one condition value."""
    one = statement(Principal={"AWS": "a"}, Condition={"Bool": {"k": False}})
    many = statement(
        Action=["sqs:SendMessage"], Resource=["*"], Principal={"AWS": ["a"]},
        Condition={"Bool": {"K": ["false"]}},
    )  # fmt: skip
    assert parse({"Statement": one}) == parse({"Statement": many})


@pytest.mark.parametrize("principal", ["*", {"AWS": "*"}, {"AWS": ["x", "*"]}])
def test_everybody_has_several_names(principal: Any) -> None:
    """`"*"` and `{"AWS": "*"}` are both anybody at all, and so is nearly every NotPrincipal."""
    assert parse({"Statement": statement(Principal=principal)})[0].everybody
    assert parse({"Statement": statement(NotPrincipal={"AWS": "x"})})[0].everybody
    assert not parse({"Statement": statement(Principal={"AWS": "x"})})[0].everybody


@pytest.mark.parametrize(
    ("operator", "read"),
    [
        ("StringEquals", ("stringequals", False)),
        ("StringEqualsIfExists", ("stringequals", True)),
        ("ForAllValues:StringEquals", ("stringequals", True)),
        ("ForAnyValue:StringLike", ("stringlike", False)),
        ("StringNotEquals", ("stringnotequals", True)),
    ],
)
def test_a_condition_says_whether_a_missing_key_passes(
    operator: str, read: tuple[str, bool]
) -> None:
    """`IfExists`, `ForAllValues` and negations hold for a request without the key."""
    found = parse({"Statement": statement(Condition={operator: {"aws:SourceArn": "a"}})})
    assert found[0].conditions == (Condition(read[0], "aws:sourcearn", ("a",), read[1]),)


def test_not_action_speaks_about_everything_else() -> None:
    """An Allow with NotAction is wider than it looks."""
    (found,) = parse({"Statement": {"Effect": "Allow", "NotAction": "iam:*", "NotResource": "x"}})
    assert (found.touches("sqs:SendMessage"), found.touches("iam:GetRole")) == (True, False)
    assert (found.covers("y"), found.covers("x")) == (True, False)


def test_patterns_ignore_case() -> None:
    """IAM compares actions without case."""
    assert matches("SQS:send*", "sqs:SendMessage")
    assert not matches("sqs:Send?", "sqs:SendMessage")


def test_principals_keep_their_kind() -> None:
    """A service is not an account."""
    (found,) = parse({"Statement": statement(Principal={"Service": ["a", "b"], "AWS": "c"})})
    assert found.principals == (
        Principal("Service", "a"),
        Principal("Service", "b"),
        Principal("AWS", "c"),
    )


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ("{", "Line 1, column 2"),
        ("[]", "not an object"),
        ("{}", "no Statement"),
        ('{"Statement": ["x"]}', r"Statement\[0\] is not an object"),
        ('{"Statement": [{"Effect": "Maybe"}]}', r"Statement\[0\] has no Effect"),
        ('{"Statement": [{"Effect": "Allow", "Actoin": "*"}]}', r"element that IAM does not know"),
        ('{"Statement": [], "statement": []}', "stands twice"),
        ('{"Statement": {"Effect": "Allow", "Principal": 5}}', "neither text nor object"),
        ('{"Statement": {"Effect": "Allow", "Condition": {"Bool": 5}}}', "object of objects"),
    ],
)
def test_what_is_no_document_says_where(document: str, says: str) -> None:
    """The message has the position, and nothing of the text."""
    with pytest.raises(DocumentError, match=says):
        parse(document)
