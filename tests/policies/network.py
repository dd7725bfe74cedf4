"""The network program's resources, recorded once, to be broken one by one."""

from functools import cache

from local.policy_check.analyzer import Declared, declared
from local.program.recorder import record
from policy_proof.programs.network import declare
from tests.policies.case import but


@cache
def network(*, known: bool = True) -> tuple[Declared, ...]:
    """As deployed, or as in its first preview."""
    return tuple(declared(record(declare, known=known)))


def named(name: str) -> Declared:
    """One of its resources, as deployed."""
    (found,) = [each for each in network() if each.name == name]
    return found


def broken(name: str, **inputs: object) -> list[Declared]:
    """The network with other inputs of one resource; `None` takes one away."""
    return [but(each, **inputs) if each.name == name else each for each in network()]


def without(*names: str) -> list[Declared]:
    """The network without some of its resources."""
    return [each for each in network() if each.name not in names]
