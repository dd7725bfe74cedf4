"""A rule is data; what it watches follows from it."""

from pulumi_policy import EnforcementLevel, Severity

from policies.pci.framework.predicates import CUSTOMER_KEY, equal
from policies.pci.framework.rule import PropertyRule, Rule
from policies.pci.framework.tokens import KEY, QUEUE, TABLE

RULE = Rule(
    number="1",
    name="one",
    description="One.",
    severity=Severity.HIGH,
    pci=("3.5.1",),
    property_rules={
        QUEUE: (
            PropertyRule("key", CUSTOMER_KEY, "Pass a key.", (KEY,)),
            PropertyRule("on", equal(1), "On."),
        )
    },
    watches={QUEUE: {"policy": (TABLE,)}, TABLE: {"name": ()}},
)


def test_a_rule_watches_what_it_reads() -> None:
    """Its leaves with their producers, and what its checks say they read."""
    assert RULE.watched == {
        QUEUE: {"policy": (TABLE,), "key": (KEY,), "on": ()},
        TABLE: {"name": ()},
    }


def test_a_rule_is_mandatory_unless_it_says_otherwise() -> None:
    """Advice has to be asked for."""
    assert RULE.level is EnforcementLevel.MANDATORY
