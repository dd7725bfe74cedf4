"""The role that instances run as."""

import json

from tests._policies import grants
from tests.components.networked import fleeted

WORKERS = "tillstack-prod-workers"
OF_A_FUNCTION = {"consume-payments", "join-network", "read-environment", "send-traces"}
OF_A_WORKER = {"fetch-code", "work-payments"}


def test_only_ec2_takes_it_and_the_profile_has_it_alone() -> None:
    """One service is trusted."""
    role, profile = (fleeted().named(f"workers-role-{each}").inputs for each in ("role", "profile"))
    (trust,) = json.loads(role["assumeRolePolicy"])["Statement"]
    assert trust["Principal"] == {"Service": "ec2.amazonaws.com"}
    assert role["name"] == profile["role"] == profile["name"] == WORKERS


def test_it_may_what_the_processor_may_and_take_messages_itself() -> None:
    """Beside the processor's grants: its own messages, its code, its log, and nothing else."""
    function = set(grants(fleeted(), "tillstack-prod-process-payment"))
    assert set(grants(fleeted(), WORKERS)) == (function - OF_A_FUNCTION) | OF_A_WORKER
