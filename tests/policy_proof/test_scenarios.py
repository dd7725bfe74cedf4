"""How a stack is shared out among processes."""

from policy_proof import scenarios
from policy_proof.stacks import ours


def test_the_halves_do_not_depend_on_the_order_of_the_program() -> None:
    """Each process declares the stack anew, so they are cut by name; with what is alike, whole."""
    first, second = scenarios.half(scenarios.FULL, 0), scenarios.half(scenarios.FULL, 1)
    few = sorted(first | second)
    assert (sorted(first), sorted(second)) == (few[::2], few[1::2])
    urns = sorted(one.urn for one in ours(scenarios.FULL))
    assert sorted([*few, *scenarios.alike(scenarios.FULL)]) == urns
