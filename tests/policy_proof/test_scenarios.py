"""How a stack is shared out among processes."""

from policy_proof import scenarios
from policy_proof.stacks import ours


def test_the_halves_do_not_depend_on_the_order_of_the_program() -> None:
    """Each process declares the stack anew, so the halves are cut by name, and are the whole."""
    first, second = scenarios.half(scenarios.FULL, 0), scenarios.half(scenarios.FULL, 1)
    urns = sorted(one.urn for one in ours(scenarios.FULL))
    assert sorted(first) == urns[::2]
    assert sorted(second) == urns[1::2]
