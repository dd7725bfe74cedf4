"""Our own stacks satisfy every rule, as deployed and in their first preview."""

import pytest

from local.policy_check.policy_check import judged, settings_of
from local.program.recorder import record_program
from policies.pci.framework.tokens import AUTO_SCALING_GROUP
from policy_proof.stacks import FLEET, STACKS, config, ours, with_fleet


@pytest.mark.parametrize("known", [True, False], ids=["deployed", "first preview"])
@pytest.mark.parametrize("stack", STACKS)
def test_no_rule_has_anything_to_say(stack: str, known: bool) -> None:  # noqa: FBT001 - a parameter
    """Green on every stack file, advisory rules included."""
    settings = settings_of(stack, config(stack))
    assert judged(stack, ours(stack, known=known), settings, {}, known=known).violations == ()


@pytest.mark.parametrize("known", [True, False], ids=["deployed", "first preview"])
def test_nor_of_workers_on_ec2(known: bool) -> None:  # noqa: FBT001 - a parameter
    """The production stack with a fleet is as green as without."""
    made, settings = with_fleet(known=known), settings_of("prod", {**config("prod"), **FLEET})
    assert [each for each in made if each.type == AUTO_SCALING_GROUP]
    assert judged("prod", made, settings, {}, known=known).violations == ()


@pytest.mark.parametrize("stack", STACKS)
def test_the_engine_is_told_to_overlook_nothing(stack: str) -> None:
    """Nothing outlives its declaration, is taken from elsewhere or changed on the way.

    An analyzer is not shown these options, so that no rule could ask.
    """
    hidden = ("retainOnDelete", "deletedWith", "importId", "transforms", "hideDiffs")
    for one in record_program(stack, config(stack)).resources:
        assert [each for each in hidden if getattr(one.request, each)] == [], one.name
