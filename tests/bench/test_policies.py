"""The measurement of the pack."""

from bench.policies import costs, idle, repeated
from local.policy_check.analyzer import Analyzer, sdk_servicer
from policies.pci.framework.exemptions import Exemptions
from policies.pci.framework.judge import Judge
from policies.pci.framework.rule import Rule
from policies.pci.framework.tokens import QUEUE
from policies.pci.rules.dead_letters import SQS_HAS_DLQ
from policies.pci.rules.queues import SQS_CMK_ENCRYPTION
from policy_proof.resources import TODAY, resource

RULES: list[Rule] = [SQS_CMK_ENCRYPTION, SQS_HAS_DLQ]
JOBS = resource(QUEUE, {"name": "dev-jobs"}, "dev-jobs")
WORK = resource(QUEUE, {"name": "dev-work"}, "dev-work", made_of={"name": [JOBS]})


def test_each_rule_is_measured_as_a_part_of_the_whole() -> None:
    """The dearest first, by either server; together they take no longer than the run."""
    policies = Judge(Exemptions([]), TODAY).policies(RULES)
    for found in (costs(policies, [JOBS], "dev"), costs(policies, [JOBS], "dev", sdk_servicer)):
        assert set(found.rules) == {rule.name for rule in RULES}
        assert [*found.rules.values()] == sorted(found.rules.values(), reverse=True)
        assert all(each > 0 for each in found.rules.values())
        assert sum(found.rules.values()) <= found.together


def test_the_floor_says_nothing_and_leaves_the_pack_as_it_is() -> None:
    """Asked of the same resources, and only the copy is idle."""
    policies = Judge(Exemptions([]), TODAY).policies(RULES)
    assert Analyzer([idle(each) for each in policies]).judge([JOBS]) == []
    assert Analyzer(policies).judge([JOBS]) != []


def test_a_repeated_stack_is_one_of_other_names() -> None:
    """No URN and no text twice, and each copy is made of its own."""
    found = repeated([JOBS, WORK], "dev", 5)
    assert len(found) == len({one.urn for one in found}) == 6
    assert len({one.inputs["name"] for one in found}) == 6
    for jobs, work in zip(found[::2], found[1::2], strict=True):
        assert work.property_dependencies["name"] == (jobs.urn,) == work.dependencies
