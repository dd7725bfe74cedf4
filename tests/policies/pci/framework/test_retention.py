"""Whether a stack's data must outlive it."""

from contextvars import copy_context

import pytest
from pulumi.runtime.config import set_all_config

from policies.pci.framework.retention import CONFIG, keeps
from policy_proof.resources import urn


@pytest.mark.parametrize(
    ("stack", "setting", "kept"),
    [
        ("dev", {"tillstack:retention": "dispose"}, False),
        ("dev", {"tillstack:retention": "protect"}, True),
        ("dev", {"tillstack:retention": "Dispose"}, True),
        ("dev", {}, True),
        ("prod", {"tillstack:retention": "dispose"}, True),
    ],
)
def test_only_a_stack_that_says_so_may_lose_its_data(
    stack: str,
    setting: dict[str, str],
    kept: bool,  # noqa: FBT001 - a parameter
) -> None:
    """Unset protects, and a stack for real money never may."""
    context = copy_context()
    context.run(set_all_config, setting)
    assert context.run(keeps, urn("t", "n", stack), CONFIG) is kept
