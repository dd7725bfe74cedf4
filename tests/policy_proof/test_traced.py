"""Whoever looks at something is asked again when it changes."""

from pulumi_policy import StackValidationArgs

from policies.pci.framework.resource import Stack
from policy_proof.edit import ALL
from policy_proof.traced import Readers, Reads, traced
from tests.policy_proof.test_rewired import size_of, source


def looked_at() -> tuple[Stack, Reads]:
    """A stack of one thing, and what was looked at of it."""
    stack, reads = Stack(StackValidationArgs([source("a", 1)], None, None)), Reads()
    for each in stack.resources:
        vars(each)["props"] = each.props
    return traced(stack, reads), reads


def test_a_look_at_a_property_is_noted() -> None:
    """By path or by itself; of a path its first step."""
    stack, reads = looked_at()
    (one,) = stack.of("kind-a")
    for look in (one.get, lambda path: list(one.each(path))):
        reads.clear()
        look("size.x")
        assert reads == {("a", "size")}


def test_an_answer_that_is_at_hand_was_looked_for_too() -> None:
    """Who gets what another one asked before depends on the same things, and on no others."""
    stack, reads = looked_at()
    stack.once(size_of, "kind-a")
    first = set(reads)
    reads.clear()
    stack.of("kind-b")
    stack.once(size_of, "kind-a")
    assert first == {("kind-a", ALL), ("a", "size")}
    assert reads == {*first, ("kind-b", ALL)}


def test_who_asks_through_another_question_looks_at_what_that_looks_at() -> None:
    """Answers may be made of answers."""

    def all_of_it(stack: Stack) -> int:
        return len(stack.once(size_of, "kind-a"))

    stack, reads = looked_at()
    stack.once(size_of, "kind-a")
    for _ in range(2):
        reads.clear()
        stack.once(all_of_it)
        assert ("a", "size") in reads


def test_readers_are_found_by_what_changed() -> None:
    """By the property, or by anything of it where all of it changed."""
    readers = Readers({"one": {("a", "size")}, "two": {("a", "key")}, "all": {("a", ALL)}})
    assert readers.of({("a", "size")}) == {"one", "all"}
    assert readers.of({("a", ALL)}) == {"one", "two", "all"}
    assert readers.of({("b", ALL)}) == set()
