"""What is made of what, and what names what."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from pulumi_policy import Severity

from local.policy_check.analyzer import Analyzer, Declared
from policies.pci.framework.documents import DocumentError
from policies.pci.framework.exemptions import Exemptions
from policies.pci.framework.judge import Judge
from policies.pci.framework.predicates import Config
from policies.pci.framework.resource import Resource, Stack
from policies.pci.framework.rule import Finding, Rule
from policies.pci.framework.tokens import QUEUE, QUEUE_POLICY, TOPIC
from policies.pci.framework.values import UndecidedError
from policy_proof.resources import TODAY, UNKNOWN, resource

ARN = "arn:aws:sqs:eu-central-1:111122223333:jobs"


def seen(*declared: Declared, provider: Mapping[str, Any] | None = None) -> Stack:
    """These resources as a rule sees them."""
    found: list[Stack] = []

    def on_stack(stack: Stack, _config: Config) -> Iterator[Finding]:
        found.append(stack)
        return iter(())

    rule = Rule(
        number="0",
        name="see",
        description="Sees.",
        severity=Severity.LOW,
        pci=(),
        stack_check=on_stack,
    )
    policies = Judge(Exemptions([]), TODAY).policies([rule])
    Analyzer(policies, provider=provider).stack(declared)
    return found[0]


JOBS = resource(QUEUE, {"name": "jobs"}, "jobs", outputs={"arn": ARN, "url": "https://x/jobs"})


@pytest.mark.parametrize("text", [ARN, "jobs", "https://x/jobs", "https://y/jobs"])
def test_a_text_names_a_resource(text: str) -> None:
    """By its ARN, name or address, or by an ARN that ends in its name."""
    guard = resource(QUEUE_POLICY, {"queueUrl": text}, "guard")
    stack = seen(JOBS, guard)
    jobs = stack.of(QUEUE)[0]
    assert [each.name for each in stack.naming(jobs, QUEUE_POLICY, "queueUrl")] == ["guard"]


@pytest.mark.parametrize("text", ["https://x/jobs-other", "other-jobs", "", UNKNOWN])
def test_a_similar_text_names_nothing(text: str) -> None:
    """A longer name is another name, and an unknown without an edge is nobody's."""
    stack = seen(JOBS, resource(QUEUE_POLICY, {"queueUrl": text}, "guard"))
    assert stack.naming(stack.of(QUEUE)[0], QUEUE_POLICY, "queueUrl") == []


def test_an_edge_names_a_resource_before_its_value_is_known() -> None:
    """The only join there is in a first preview."""
    guard = resource(QUEUE_POLICY, {"queueUrl": UNKNOWN}, "guard", made_of={"queueUrl": [JOBS]})
    stack = seen(JOBS, guard)
    jobs, other = stack.of(QUEUE)[0], stack.of(QUEUE_POLICY)[0]
    assert other.refers_to("queueUrl", jobs)
    assert other.made_of("queueUrl", QUEUE) == [jobs]
    assert other.made_of("queueUrl", TOPIC) == []


def test_a_question_about_a_stack_is_asked_once() -> None:
    """Whoever asks it, and for each thing that it is about once."""
    stack, asked = seen(JOBS), []

    def count(of: Stack, kind: str, least: int) -> bool:
        asked.append(kind)
        return len(of.of(kind)) >= least

    for _ in range(3):
        assert stack.once(count, QUEUE, 1)
        assert not stack.once(count, TOPIC, 1)
    assert not stack.once(count, QUEUE, 2)
    assert asked == [QUEUE, TOPIC, QUEUE]


def one(**inputs: object) -> Resource:
    """A queue with these properties."""
    return seen(resource(QUEUE, inputs)).of(QUEUE)[0]


def test_an_unknown_gives_no_verdict() -> None:
    """It is neither absent nor a value."""
    with pytest.raises(UndecidedError, match="name"):
        one(name=UNKNOWN).known("name")
    assert one().known("name", "default") == "default"


def test_an_object_is_read_from_text_too() -> None:
    """JSON or an object; anything else is a violation with its place."""
    assert one(policy='{"a": 1}').parsed("policy") == one(policy={"a": 1}).parsed("policy")
    assert one().parsed("policy") == {}
    for wrong in ("[1]", "{", 5):
        with pytest.raises(DocumentError, match=r"^policy"):
            one(policy=wrong).parsed("policy")
