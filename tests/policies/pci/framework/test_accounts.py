"""Which accounts are ours, and who is a stranger."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from policies.pci.framework.accounts import (
    nobody_else,
    nobody_else_and_named_actions,
    ours,
    strangers,
)
from policies.pci.framework.documents import parse
from policies.pci.framework.resource import Resource

OURS, THEIRS = "111122223333", "444455556666"


def accounts(pinned: Any, listed: list[str]) -> frozenset[str]:
    """What `ours` makes of a provider that is pinned to these."""
    provider = SimpleNamespace(props={"allowedAccountIds": pinned})
    source: Any = SimpleNamespace(provider=None if pinned is None else provider)
    return ours(Resource(source), {"accounts": listed})


@pytest.mark.parametrize(
    "pinned", [[OURS], json.dumps([OURS]), json.dumps([int(OURS)]), [float(OURS)]]
)
def test_our_accounts_are_the_pinned_and_the_listed(pinned: Any) -> None:
    """The provider's list comes as a list or as its text; an id may have become a number."""
    assert accounts(pinned, [THEIRS]) == {OURS, THEIRS}


@pytest.mark.parametrize("pinned", [None, [], 7, [7], "111122223333", "none"])
def test_without_a_list_nobody_is_known(pinned: Any) -> None:
    """No provider, an empty list, or something else altogether."""
    assert accounts(pinned, []) == frozenset()


@pytest.mark.parametrize(
    ("principal", "strange"),
    [
        ({"AWS": OURS}, False),
        ({"AWS": f"arn:aws:iam::{OURS}:role/mine"}, False),
        ({"Service": "logs.amazonaws.com"}, False),
        ({"AWS": [OURS, f"arn:aws:iam::{THEIRS}:root"]}, True),
        ({"AWS": THEIRS}, True),
        ({"AWS": "AROAEXAMPLEOFADELETEDROLE"}, True),
        ({"CanonicalUser": "0a" * 32}, True),
    ],
)
def test_a_stranger_is_of_another_account(principal: dict[str, Any], strange: bool) -> None:  # noqa: FBT001 - a parameter
    """An ARN, a bare account, an id that belongs to nobody; a service is judged elsewhere."""
    (allow,) = parse({"Statement": {"Effect": "Allow", "Principal": principal}})
    (deny,) = parse({"Statement": {"Effect": "Deny", "Principal": principal}})
    assert strangers(allow, frozenset({OURS})) is strange
    assert not strangers(deny, frozenset({OURS}))
    assert not strangers(allow, frozenset())


@pytest.mark.parametrize(
    ("statement", "found", "with_actions"),
    [
        ({"Principal": {"AWS": OURS}, "Action": "sqs:SendMessage"}, 0, 0),
        ({"Principal": {"AWS": OURS}, "Action": "sqs:*"}, 0, 1),
        ({"Principal": {"AWS": THEIRS}, "Action": "sqs:*"}, 1, 2),
        ({"Principal": "*", "Action": "sqs:SendMessage"}, 1, 1),
        ({"Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage"}, 1, 1),
    ],
)
def test_each_wrong_statement_is_named(
    statement: dict[str, Any], found: int, with_actions: int
) -> None:
    """By its place in the document."""
    document = {"Statement": [{"Effect": "Deny"}, {"Effect": "Allow", **statement}]}
    source: Any = SimpleNamespace(props={"policy": json.dumps(document)}, provider=None)
    findings = list(nobody_else(Resource(source), {"accounts": [OURS]}))
    both = list(nobody_else_and_named_actions(Resource(source), {"accounts": [OURS]}))
    assert (len(findings), len(both)) == (found, with_actions)
    assert all("Statement[1]" in each.say for each in both)
