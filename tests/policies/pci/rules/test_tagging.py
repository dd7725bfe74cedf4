"""Everything says whose it is."""

import inspect
from typing import Any

import pytest

from policies.pci.framework import tokens
from policies.pci.framework.tokens import QUEUE, QUEUE_POLICY
from policies.pci.rules.tagging import REQUIRED, TAGGABLE
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed
from tests.policies.pci.framework.test_tokens import CLASSES

TAGS = {"environment": "dev", "owner": "payments", "data-classification": "internal"}
NOT_OURS = {"AUTO_SCALING_GROUP", "IAM_USER", "TABLE_REPLICA"}
"""Another form of tags, a type that is refused, tags of its table."""


@pytest.mark.parametrize(
    ("tags", "fine"),
    [
        (TAGS, True),
        ({**TAGS, "more": "x"}, True),
        ({**TAGS, "owner": ""}, False),
        ({**TAGS, "data-classification": "secret"}, False),
        ({key: TAGS[key] for key in ("environment", "owner")}, False),
        ({}, False),
        (UNKNOWN, True),
    ],
)
def test_the_required_tags_are_there(tags: Any, fine: bool) -> None:  # noqa: FBT001 - a parameter
    """All of them, none empty, and a classification that we know."""
    assert (blamed(REQUIRED, resource(QUEUE, {"tags": tags})) == []) is fine


def test_a_providers_default_tags_count() -> None:
    """They show in `tagsAll` only; what can't be tagged is not asked."""
    assert blamed(REQUIRED, resource(QUEUE, {"tagsAll": TAGS})) == []
    assert blamed(REQUIRED, resource(QUEUE, {})) == ["it"]
    assert blamed(REQUIRED, resource(QUEUE_POLICY, {})) == []


def test_the_list_of_what_takes_tags_is_the_providers() -> None:
    """A type that begins to take tags is seen here."""
    taking = {
        getattr(tokens, name)
        for name, kind in CLASSES.items()
        if "tags" in inspect.signature(vars(kind)["_internal_init"]).parameters
        and name not in NOT_OURS
    }
    assert taking == TAGGABLE
