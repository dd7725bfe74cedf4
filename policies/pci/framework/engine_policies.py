"""A rule as the engine sees it: a half on single resources, a half on the stack, or both.

Each half says which types it is about, so that it need not be asked where there are none of them.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from .rule import Rule

IN_STACK: Final = "-in-stack"
"""What a rule's name gets for its second half, where it judges resources and the stack."""


def alone(rule: Rule) -> bool:
    """Whether it judges single resources from their inputs."""
    return bool(rule.property_rules or rule.check)


def in_stack(rule: Rule) -> bool:
    """Whether it judges resources by what stands around them."""
    return bool(rule.stack or rule.stack_check or from_stack(rule))


def from_stack(rule: Rule) -> bool:
    """Whether a value of it must come from a resource of the same stack."""
    return any(
        property_rule.producers
        for property_rules in rule.property_rules.values()
        for property_rule in property_rules
    )


def name_in_stack(rule: Rule) -> str:
    """The name of its half on the stack."""
    return rule.name + IN_STACK * alone(rule)


def types_alone(rule: Rule) -> frozenset[str]:
    """The types that its half on single resources is about; empty: every type."""
    return frozenset(rule.types) | rule.property_rules.keys()


def types_in_stack(rule: Rule) -> frozenset[str]:
    """The types of which one must be in a stack for its half there to say anything; empty: none."""
    made_of = {
        kind
        for kind, property_rules in rule.property_rules.items()
        if any(property_rule.producers for property_rule in property_rules)
    }
    return frozenset() if rule.stack_check else frozenset(rule.subjects) | made_of


def types(rules: Iterable[Rule]) -> Mapping[str, frozenset[str]]:
    """Each half's name → the types that it is about; empty: it must always be asked."""
    rules = list(rules)
    return {
        **{rule.name: types_alone(rule) for rule in rules if alone(rule)},
        **{name_in_stack(rule): types_in_stack(rule) for rule in rules if in_stack(rule)},
    }
