"""Which properties of which resources a question looks at, so that it need not be asked again."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any, Generic, TypeVar, Unpack

from policies.pci.framework.resource import About, Answer, Resource, Stack
from policies.pci.framework.values import first, read
from policy_proof.edit import ALL, OPTIONS, top

Who = TypeVar("Who", bound=Hashable)
Reads = set[tuple[str, str]]
"""(URN, top-level property); (type, `ALL`) for a question about all resources of a type."""


class TracedResource(Resource):
    """A resource that notes what is asked of it."""

    reads: Reads

    def each(self, path: str) -> Iterator[tuple[str, Any]]:
        """As above, noted."""
        self.reads.add((self.urn, top(path)))
        return read(vars(self)["props"], path)

    def get(self, path: str) -> Any:
        """As above, noted."""
        self.reads.add((self.urn, top(path)))
        return first(vars(self)["props"], path)

    @property
    def props(self) -> Mapping[str, Any]:
        """As above, noted."""
        self.reads.add((self.urn, ALL))
        found: Mapping[str, Any] = vars(self)["props"]
        return found

    @property
    def edges(self) -> dict[str, list[Resource]]:
        """As above, noted as everything."""
        self.reads.add((self.urn, ALL))
        return dict(vars(self)["edges"])

    @property
    def options(self) -> Any:
        """As above, noted."""
        self.reads.add((self.urn, OPTIONS))
        return self.source.opts

    def made_of(self, prop: str, *types: str) -> list[Resource]:
        """As above, noted."""
        self.reads.add((self.urn, prop))
        found = vars(self)["edges"].get(prop, ())
        return [each for each in found if not types or each.type in types]

    def refers_to(self, prop: str, other: Resource, *keys: str) -> bool:
        """As above, noted."""
        if any(each.urn == other.urn for each in self.made_of(prop)):
            return True
        return other.is_named(self.get(prop), *keys)


class TracedStack(Stack):
    """A stack whose resources note what is asked of them."""

    reads: Reads

    def of(self, *types: str) -> list[Resource]:
        """As above, noted."""
        self.reads.update((each, ALL) for each in types)
        return super().of(*types)

    def once(self, question: Callable[[Stack, Unpack[About]], Answer], *about: *About) -> Answer:
        """As above; whoever gets an answer has looked at what it is made of."""
        key = (question, *about)
        looked: dict[Hashable, Reads] = vars(self).setdefault("looked", {})
        before = set(self.reads)
        self.reads.clear()
        try:
            found = super().once(question, *about)
            self.reads.update(looked.get(key, ()))
            looked[key] = set(self.reads)
        finally:
            self.reads.update(before)
        return found

    @property
    def resources(self) -> list[Resource]:  # type: ignore[override] # noted, as above
        """As above, noted as a question about every type."""
        self.reads.add((ALL, ALL))
        return list(vars(self)["resources"])


def traced(stack: Stack, reads: Reads) -> Stack:
    """The same stack, which from now on notes what is asked of it in `reads`."""
    for each in (stack, *vars(stack)["resources"]):
        vars(each)["reads"] = reads
        # The objects stay who they are: edges lead to them.
        cls = TracedStack if each is stack else TracedResource
        object.__setattr__(each, "__class__", cls)
    return stack


class Readers(Generic[Who]):
    """Who read what, the other way round."""

    def __init__(self, about: Mapping[Who, Reads]) -> None:
        self._exactly: dict[tuple[str, str], set[Who]] = {}
        self._of_it: dict[str, set[Who]] = {}
        for who, reads in about.items():
            for read_of, prop in reads:
                self._exactly.setdefault((read_of, prop), set()).add(who)
                self._of_it.setdefault(read_of, set()).add(who)

    def of(self, touched: Reads) -> set[Who]:
        """Those who may see a difference when this has changed."""
        found: set[Who] = set()
        for one, prop in touched:
            if prop == ALL:
                found |= self._of_it.get(one, set())
            else:
                found |= self._exactly.get((one, prop), set())
                found |= self._exactly.get((one, ALL), set())
        return found
