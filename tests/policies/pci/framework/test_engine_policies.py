"""A rule's two halves, and the types that each is about."""

from pulumi_policy import Severity

from policies.pci.framework import engine_policies
from policies.pci.framework.predicates import CUSTOMER_KEY
from policies.pci.framework.rule import PropertyRule, Rule
from policies.pci.framework.tokens import KEY, QUEUE, TOPIC
from policies.pci.pack import judge, policies, rules

MADE_OF_A_KEY = PropertyRule("kmsMasterKeyId", CUSTOMER_KEY, "Name a key.", producers=(KEY,))
ANY_KEY = PropertyRule("kmsMasterKeyId", CUSTOMER_KEY, "Name a key.")


def rule(**parts: object) -> Rule:
    """A rule of these parts."""
    return Rule("1", "a", "A.", Severity.LOW, (), **parts)  # type: ignore[arg-type] # any of them


def test_a_value_of_the_stack_makes_a_second_half() -> None:
    """On the types whose value it is, and on no other that the rule knows."""
    both = rule(property_rules={QUEUE: (MADE_OF_A_KEY,), TOPIC: (ANY_KEY,)})
    assert engine_policies.types([both]) == {"a": {QUEUE, TOPIC}, "a-in-stack": {QUEUE}}


def test_a_rule_on_the_stack_alone_has_its_own_name() -> None:
    """It is about what it guards."""
    with_subjects = rule(subjects=(QUEUE,), stack=lambda *_: iter(()))
    assert engine_policies.types([with_subjects]) == {"a": {QUEUE}}


def test_what_is_about_everything_is_always_asked() -> None:
    """A check of every type, and a question whether a stack has something at all."""
    assert engine_policies.types([rule(check=lambda *_: iter(()))]) == {"a": frozenset()}
    on_stack = rule(subjects=(QUEUE,), stack=lambda *_: iter(()), stack_check=lambda *_: iter(()))
    assert engine_policies.types([on_stack]) == {"a": frozenset()}


def test_every_policy_has_its_types() -> None:
    """By the name that the engine knows it by."""
    assert set(engine_policies.types(rules(judge()))) == {each.name for each in policies(judge())}
