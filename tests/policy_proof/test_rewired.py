"""A changed stack is the one that the rules would see, and afterwards the old one."""

from pulumi_policy import PolicyResource, PolicyResourceOptions, StackValidationArgs

from policies.pci.framework.resource import Stack
from policy_proof.rewired import Put, rewired

Seen = dict[str, tuple[object, dict[str, list[str]]]]


def source(name: str, size: int, **made_of: PolicyResource) -> PolicyResource:
    """A thing whose properties are made of others."""
    options = PolicyResourceOptions(False, [], None, [], None, [], None)  # type: ignore[arg-type] # no timeouts
    found = PolicyResource(
        f"kind-{name[0]}", {"size": size}, name, name, options, None, None, [], {}
    )
    found.property_dependencies = {key: [each] for key, each in made_of.items()}
    return found


def stack() -> Stack:
    """`b` is made of `a`, and `c` of `b`."""
    a = source("a", 1)
    b = source("b", 1, key=a)
    return Stack(StackValidationArgs([a, b, source("c", 1, key=b)], None, None))


def seen(one: Stack) -> Seen:
    """Everything that a rule can see of it: sizes, and those of what stands behind each edge."""
    return {
        each.urn: (
            each.get("size"),
            {key: [f"{e.urn}{e.get('size')}" for e in to] for key, to in each.edges.items()},
        )
        for each in one.of("kind-a", "kind-b", "kind-c", "kind-d")
    }


BEFORE: Seen = {"a": (1, {}), "b": (1, {"key": ["a1"]}), "c": (1, {"key": ["b1"]})}


def test_another_value_is_seen_through_every_edge() -> None:
    """The object stays who it is, and its old value comes back."""
    one = stack()
    (first,) = one.of("kind-a")
    assert seen(one) == BEFORE
    with rewired(one, {"a": Put(source("a", 2), {})}, (), ()):
        assert seen(one) == {**BEFORE, "a": (2, {}), "b": (1, {"key": ["a2"]})}
        assert one.of("kind-a") == [first]
    assert seen(one) == BEFORE


def test_what_is_gone_is_behind_no_edge() -> None:
    """An edge that leads nowhere is none."""
    one = stack()
    with rewired(one, {}, {"a"}, {"b"}):
        assert seen(one) == {"b": (1, {}), "c": (1, {"key": ["b1"]})}
        assert [each.urn for each in one.resources] == ["b", "c"]
    assert seen(one) == BEFORE


def test_what_comes_is_there_with_its_edges_and_goes_again() -> None:
    """It may lead to what comes with it, and others may from now on be made of something else."""
    one = stack()
    put = {"d": Put(source("d", 1), {"key": ("c",)}), "b": Put(source("b", 2), {"key": ("d",)})}
    with rewired(one, put, (), ()):
        assert seen(one)["b"] == (2, {"key": ["d1"]})
        assert seen(one)["d"] == (1, {"key": ["c1"]})
    assert seen(one) == BEFORE


def size_of(one: Stack, kind: str) -> list[object]:
    """Something that a rule would ask of a stack once."""
    return [each.get("size") for each in one.of(kind)]


def test_what_was_asked_once_is_asked_anew_of_a_changed_stack() -> None:
    """And what was said of the old one holds again afterwards."""
    one = stack()
    assert one.once(size_of, "kind-a") == [1]
    with rewired(one, {"a": Put(source("a", 2), {})}, (), ()):
        assert one.once(size_of, "kind-a") == [2]
    assert one.once(size_of, "kind-a") == [1]
