"""Our own stacks satisfy every rule, as deployed and in their first preview."""

import pytest

from local.analyzer import Analyzer
from policies.pci.pack import policies
from tests.policies.stacks import STACKS, ours


@pytest.mark.parametrize("known", [True, False], ids=["deployed", "first preview"])
@pytest.mark.parametrize("stack", STACKS)
def test_no_rule_has_anything_to_say(stack: str, known: bool) -> None:  # noqa: FBT001 - a parameter
    """Green on every stack file, advisory rules included."""
    assert Analyzer(policies()).judge(ours(stack, known=known)) == []
