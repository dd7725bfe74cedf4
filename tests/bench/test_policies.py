"""The measurement of the pack."""

from bench.policies import costs
from policies.pci.framework.exemptions import Exemptions
from policies.pci.framework.judge import Judge
from policies.pci.framework.tokens import QUEUE
from policies.pci.rules.dead_letters import SQS_HAS_DLQ
from policies.pci.rules.queues import SQS_CMK_ENCRYPTION
from policy_proof.resources import TODAY, resource


def test_each_half_of_a_rule_is_measured_beside_its_floor() -> None:
    """Resource and stack policies, the dearest first."""
    policies = Judge(Exemptions([]), TODAY).policies([SQS_CMK_ENCRYPTION, SQS_HAS_DLQ])
    found = costs(policies, [resource(QUEUE, {"name": "jobs"})], "dev")
    assert {one.policy for one in found} == {policy.name for policy in policies}
    assert found == sorted(found, key=lambda one: -one.milliseconds)
    assert all(one.milliseconds >= 0 and one.floor >= 0 for one in found)
