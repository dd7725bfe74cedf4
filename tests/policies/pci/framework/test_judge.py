"""How rules become policies: verdicts, levels, exemptions, and no silent crash."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from pulumi_policy import EnforcementLevel, Severity

from local.policy_check.analyzer import Analyzer
from policies.pci.framework.exemptions import Exemption, Exemptions
from policies.pci.framework.judge import Judge
from policies.pci.framework.predicates import CUSTOMER_KEY, Config, at_most, equal
from policies.pci.framework.resource import Resource, Stack
from policies.pci.framework.rule import Finding, PropertyRule, Rule
from policies.pci.framework.tokens import KEY, QUEUE, TOPIC
from policy_proof.resources import TODAY, UNKNOWN, resource, urn
from tests.policies.case import blamed, said

SECRET = "do-not-print"
KEYED = Rule(
    number="1",
    name="keyed",
    description="It has our key.",
    severity=Severity.HIGH,
    pci=("3.5.1",),
    property_rules={
        QUEUE: (PropertyRule("kmsMasterKeyId", CUSTOMER_KEY, "Pass a key.", producers=(KEY,)),)
    },
)
OUR_KEY = resource(KEY, {}, "key", outputs={"arn": "arn:aws:kms:eu-central-1:111122223333:key/k"})


def crash(_resource: Resource, _config: Config) -> Iterator[Finding]:
    """A defect in a rule, with a value in its text."""
    raise KeyError(SECRET)


def test_a_leaf_reports_what_is_unset_and_what_is_wrong() -> None:
    """Absent is a verdict of its own: unset fails."""
    assert said(KEYED, resource(QUEUE, {})) == [
        ("keyed", "it", "kmsMasterKeyId is not set: Pass a key.")
    ]
    assert blamed(KEYED, resource(QUEUE, {"kmsMasterKeyId": "alias/aws/sqs"})) == ["it"]
    assert blamed(KEYED, resource(TOPIC, {})) == []


def test_a_value_must_come_from_the_stack() -> None:
    """By an edge or by its text; a foreign one only where the configuration lists it."""
    foreign = resource(QUEUE, {"kmsMasterKeyId": "arn:aws:kms:eu-central-1:444455556666:key/x"})
    edged = resource(QUEUE, {"kmsMasterKeyId": UNKNOWN}, made_of={"kmsMasterKeyId": [OUR_KEY]})
    named = resource(QUEUE, {"kmsMasterKeyId": "arn:aws:kms:eu-central-1:111122223333:key/k"})
    assert blamed(KEYED, foreign, OUR_KEY) == ["it"]
    assert blamed(KEYED, edged, OUR_KEY) == []
    assert blamed(KEYED, named, OUR_KEY) == []
    listed = {"externalArns": ["arn:aws:kms:eu-central-1:444455556666:key/x"]}
    assert blamed(KEYED, foreign, config=listed) == []


def test_an_unknown_is_counted_and_the_rest_is_judged() -> None:
    """One unknown leaf hides no other, and none turns a mandatory rule into advice."""
    rule = Rule(
        number="1", name="two", description="Two.", severity=Severity.LOW, pci=(),
        property_rules={QUEUE: tuple(PropertyRule(each, equal("x"), each) for each in "ab")},
    )  # fmt: skip
    judge = Judge(Exemptions([]), TODAY)
    found = Analyzer(judge.policies([rule])).judge([resource(QUEUE, {"a": UNKNOWN, "b": "y"})])
    assert [(each.level, each.message) for each in found] == [("mandatory", "Two.\nb: b")]
    assert [each.path for each in judge.undecided] == ["a"]


def test_a_rule_that_crashes_is_a_violation_with_its_name() -> None:
    """The SDK would lose the name; the text of the exception may hold a secret."""
    rule = Rule(
        number="1", name="broken", description="Broken.", severity=Severity.LOW, pci=(), check=crash
    )
    assert said(rule, resource(QUEUE, {})) == [
        ("broken", "it", "Internal error in broken (KeyError).")
    ]


def test_a_document_that_cant_be_parsed_is_a_violation() -> None:
    """Resource and position are named, the text is not."""

    def check(one: Resource, _config: Config) -> Iterator[Finding]:
        yield from (Finding("never") for _ in one.parsed("policy"))

    rule = Rule(
        number="1", name="doc", description="Doc.", severity=Severity.LOW, pci=(), check=check
    )
    ((_, name, message),) = said(rule, resource(QUEUE, {"policy": f"{{{SECRET}"}))
    assert (name, message) == ("it", "policy: line 1, column 2 is not JSON.")


def test_an_unknown_of_one_resource_leaves_the_others_judged() -> None:
    """A stack rule asks about each resource by itself."""

    def stack(_stack: Stack, one: Resource, _config: Config) -> Iterator[Finding]:
        if one.known("name") == "bad":
            yield Finding("Rename it.")

    rule = Rule(
        number="1", name="names", description="Names.", severity=Severity.LOW, pci=(),
        subjects=(QUEUE,), stack=stack,
    )  # fmt: skip
    unknown = resource(QUEUE, {"name": UNKNOWN}, "unknown")
    assert blamed(rule, unknown, resource(QUEUE, {"name": "bad"}, "bad")) == ["bad"]


def test_configuration_stands_above_the_defaults() -> None:
    """Numbers arrive as floats; a key that is left out keeps its default."""
    rule = Rule(
        number="1", name="days", description="Days.", severity=Severity.LOW, pci=(),
        property_rules={QUEUE: (PropertyRule("days", at_most("most", 4), "fewer"),)},
        config={"most": 4, "other": "x"},
    )  # fmt: skip
    five = resource(QUEUE, {"days": 5})
    assert blamed(rule, five) == ["it"]
    assert blamed(rule, five, config={"most": 5}) == []
    assert blamed(rule, five, config={"other": "y"}) == ["it"]


def exemption(**changed: Any) -> Exemption:
    """One for `keyed` on `it`."""
    entry = {
        "rule": "keyed", "urn": urn(QUEUE, "it"), "reason": "because",
        "compensating_control": "another", "owner": "payments", "ticket": "PAY-1",
        "approved": TODAY, "expires": TODAY + dt.timedelta(days=30), **changed,
    }  # fmt: skip
    return Exemption(**entry)


def test_an_exemption_covers_one_rule_on_one_resource_in_time() -> None:
    """Another resource, another rule or another day is not covered."""
    queue = resource(QUEUE, {})
    assert blamed(KEYED, queue, exemptions=[exemption()]) == []
    for other in (
        exemption(urn=urn(QUEUE, "it-too")),
        exemption(rule="other"),
        exemption(expires=TODAY - dt.timedelta(days=1)),
    ):
        assert blamed(KEYED, queue, exemptions=[other]) == ["it"]


def test_a_critical_rule_knows_no_exemption() -> None:
    """Whatever the file says."""
    critical = Rule(**{**KEYED.__dict__, "severity": Severity.CRITICAL})
    assert blamed(critical, resource(QUEUE, {}), exemptions=[exemption()]) == ["it"]


def test_a_policy_carries_its_rules_metadata() -> None:
    """Level, severity, requirement and settings."""
    policies = Judge(Exemptions([]), TODAY).policies([KEYED])
    assert [each.name for each in policies] == ["keyed"]
    for each in policies:
        assert each.enforcement_level is EnforcementLevel.MANDATORY
        assert each.severity is Severity.HIGH
        assert each.framework is not None
        assert each.framework.reference == "3.5.1"
        assert each.config_schema is not None
        assert each.config_schema.properties == {"externalArns": {"type": "array", "default": []}}
