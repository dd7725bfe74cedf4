"""A rule's two questions, and the one policy that answers them."""

from typing import Any

from pulumi_policy import (
    EnforcementLevel,
    ResourceValidationPolicy,
    Severity,
    StackValidationPolicy,
)
from pulumi_policy.policy import _PolicyAnalyzerServicer

from policies.pci.framework.exemptions import Exemptions
from policies.pci.framework.judge import Judge
from policies.pci.framework.predicates import CUSTOMER_KEY
from policies.pci.framework.rule import PropertyRule, Rule
from policies.pci.framework.tokens import KEY, QUEUE, TOPIC
from policies.pci.pack import judge, policies, rules
from policy_proof.resources import TODAY, resource
from tests.policies.case import blamed

MADE_OF_A_KEY = PropertyRule("kmsMasterKeyId", CUSTOMER_KEY, "Name a key.", producers=(KEY,))
ANY_KEY = PropertyRule("kmsMasterKeyId", CUSTOMER_KEY, "Name a key.")


def rule(**parts: object) -> Rule:
    """A rule of these parts."""
    return Rule("1", "a", "A.", Severity.LOW, (), **parts)  # type: ignore[arg-type] # any of them


def kinds(*rules: Rule) -> list[tuple[bool, bool]]:
    """Whether the policy of each rule is asked of resources, and of the stack."""
    return [
        (isinstance(each, ResourceValidationPolicy), isinstance(each, StackValidationPolicy))
        for each in Judge(Exemptions([]), TODAY).policies(rules)
    ]


def test_a_value_of_the_stack_makes_a_second_question() -> None:
    """Another property makes none."""
    both = rule(property_rules={QUEUE: (MADE_OF_A_KEY,), TOPIC: (ANY_KEY,)})
    assert kinds(both, rule(property_rules={TOPIC: (ANY_KEY,)})) == [(True, True), (True, False)]


def test_a_rule_on_the_stack_alone_is_not_asked_of_resources() -> None:
    """Nor is one on a resource alone asked of the stack."""
    guards = rule(subjects=(QUEUE,), stack=lambda *_: iter(()))
    has = rule(stack_check=lambda *_: iter(()))
    assert kinds(guards, has) == [(False, True)] * 2
    assert kinds(rule(check=lambda *_: iter(()))) == [(True, False)]


def test_each_rule_is_one_policy() -> None:
    """Of its own name, in the rules' order."""
    pack = policies(judge())
    assert [each.name for each in pack] == [each.name for each in rules(judge())]


def test_a_rule_with_two_questions_is_listed_once() -> None:
    """The engine hears of one policy, with one schema for its settings."""
    servicer: Any = _PolicyAnalyzerServicer  # The SDK's own has no types.
    both = Judge(Exemptions([]), TODAY).policies([rule(property_rules={QUEUE: (MADE_OF_A_KEY,)})])
    info = servicer("pack", "0.0.1", both, EnforcementLevel.MANDATORY).GetAnalyzerInfo(None, None)
    assert [each.name for each in info.policies] == ["a"]
    assert list(info.policies[0].configSchema.properties) == ["externalArns"]


def test_a_setting_reaches_both_questions() -> None:
    """A key of elsewhere, allowed by the rule's own name, is allowed by either."""
    mine = rule(property_rules={QUEUE: (MADE_OF_A_KEY,)})
    arn = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    queue = resource(QUEUE, {"kmsMasterKeyId": arn})
    assert blamed(mine, queue) == ["it"]
    assert blamed(mine, queue, config={"externalArns": [arn]}) == []
