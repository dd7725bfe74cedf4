"""A stack that is changed in place for a while: most of it stays, and so does who leads to whom."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from pulumi_policy import PolicyResource

from policies.pci.framework.resource import Resource, Stack


class Put(NamedTuple):
    """A resource that comes, or takes the place of the one with the same URN."""

    source: PolicyResource
    edges: Mapping[str, tuple[str, ...]]
    """Top-level property → URNs of what it is made of."""


@contextmanager
def rewired(
    stack: Stack, put: Mapping[str, Put], gone: Collection[str], led: Collection[str]
) -> Iterator[None]:
    """The stack with what comes and without what is gone, until the block ends.

    Its objects stay the same ones, so that a question about them can be asked again.

    Args:
        stack: the stack.
        put: by URN.
        gone: URNs.
        led: URNs of what is made of something that is gone.
    """
    lists = dict(vars(stack))
    old: dict[str, Resource] = lists["_by_urn"]
    inside = {urn: dict(vars(old[urn])) for urn in {*put, *led} & old.keys()}
    vars(stack)["_answers"] = {}
    try:
        new = {urn: Resource(each.source) for urn, each in put.items() if urn not in old}
        here = {urn: each for urn, each in {**old, **new}.items() if urn not in gone}
        if here.keys() != old.keys():
            vars(stack).update(_lists(here))
        for urn in led:
            _fill(
                here[urn], here, {key: [e.urn for e in to] for key, to in here[urn].edges.items()}
            )
        for urn, each in put.items():
            vars(here[urn]).clear()
            vars(here[urn]).update(source=each.source)
            _fill(here[urn], here, each.edges)
        yield
    finally:
        vars(stack).update(lists)
        for urn, attributes in inside.items():
            vars(old[urn]).clear()
            vars(old[urn]).update(attributes)


def _fill(
    one: Resource, here: Mapping[str, Resource], edges: Mapping[str, Collection[str]]
) -> None:
    """As `Stack` does it: what leads nowhere is no edge."""
    found = {key: [here[urn] for urn in urns if urn in here] for key, urns in edges.items()}
    vars(one)["edges"] = {key: to for key, to in found.items() if to}


def _lists(here: dict[str, Resource]) -> dict[str, Any]:
    by_type: dict[str, list[Resource]] = {}
    for each in here.values():
        by_type.setdefault(each.type, []).append(each)
    return {"resources": [*here.values()], "_by_urn": here, "_by_type": by_type}
