"""No type may be declared that nobody judges."""

from policies.pci import RULES
from policies.pci.no_rule import NO_RULE
from policies.pci.platform import KNOWN_TYPES
from policies.pci.rules import tagging
from policy_proof.stacks import STACKS, ours


def test_every_type_that_may_be_declared_is_looked_into_or_has_a_reason() -> None:
    """A token that is added asks for a rule, or for a sentence; and none for both."""
    looked_into = {
        kind
        for rule in RULES
        if rule is not tagging.REQUIRED
        for kind in (*rule.watched, *rule.types, *rule.subjects)
    }
    assert KNOWN_TYPES - looked_into == set(NO_RULE)


def test_every_type_of_ours_may_be_declared() -> None:
    """Our stacks have no type that is allowed by configuration alone."""
    types = {one.type for stack in STACKS for one in ours(stack) if one.type.startswith("aws:")}
    assert types <= KNOWN_TYPES


def test_a_reason_is_a_sentence() -> None:
    """It says what is judged instead."""
    assert [kind for kind, why in NO_RULE.items() if not why.endswith(".") or " " not in why] == []
