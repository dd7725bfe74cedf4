"""A resource and a stack as rules see them."""

import json
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar, TypeVarTuple, Unpack

from pulumi_policy import (
    PolicyResource,
    PolicyResourceOptions,
    ResourceValidationArgs,
    StackValidationArgs,
)

from .documents import DocumentError
from .places import written_in
from .values import ABSENT, UNKNOWN, UndecidedError, first, plain, read

About = TypeVarTuple("About")
Answer = TypeVar("Answer")


@dataclass(frozen=True, eq=False)
class Resource:
    """One resource: what it is, its properties, and in a stack what they are made of."""

    source: ResourceValidationArgs | PolicyResource
    edges: dict[str, list["Resource"]] = field(default_factory=dict, repr=False)
    """Top-level property → the resources whose outputs are in it; empty outside a stack."""

    @property
    def type(self) -> str:
        """Pulumi's type token."""
        return self.source.resource_type

    @property
    def name(self) -> str:
        """The logical name."""
        return self.source.name

    @property
    def urn(self) -> str:
        """Pulumi's name for it, unique in a stack."""
        return self.source.urn

    @property
    def options(self) -> PolicyResourceOptions:
        """`protect`, `ignore_changes` and the like."""
        return self.source.opts

    @cached_property
    def provider(self) -> Mapping[str, Any] | None:
        """The provider's own settings, where it was given explicitly."""
        return plain(self.source.provider.props) if self.source.provider else None

    @cached_property
    def props(self) -> Mapping[str, Any]:
        """camelCase; inputs where the resource is judged alone, outputs in a stack."""
        found: Mapping[str, Any] = plain(self.source.props)
        return found

    def each(self, path: str) -> Iterator[tuple[str, Any]]:
        """Every value at `path` with its own path; see `values.read`."""
        return read(self.props, path)

    def get(self, path: str) -> Any:
        """The one value at `path`: `ABSENT`, `UNKNOWN` or what is there."""
        return first(self.props, path)

    def known(self, path: str, default: Any = ABSENT) -> Any:
        """The one value at `path`, or `default` where there is none.

        Raises:
            UndecidedError: it is unknown; the rule gives no verdict on this resource.
        """
        value = self.get(path)
        if value is UNKNOWN:
            raise UndecidedError(path)
        return default if value is ABSENT else value

    def each_known(self, path: str) -> Iterator[tuple[str, Any]]:
        """Every value at `path`, `ABSENT` included, with its own path.

        Raises:
            UndecidedError: one of them is unknown.
        """
        for at, value in self.each(path):
            if value is UNKNOWN:
                raise UndecidedError(at)
            yield at, value

    def parsed(self, path: str) -> Mapping[str, Any]:
        """The object at `path`: JSON, an API's or a template's YAML, or an object; else empty.

        Raises:
            UndecidedError: it is unknown.
            DocumentError: it is no object; the message names the position.
        """
        value = self.known(path, {})
        try:
            value = json.loads(value) if isinstance(value, str) else value
        except json.JSONDecodeError as error:
            value = written_in(value)
            if value is None:
                message = f"{path}: line {error.lineno}, column {error.colno} is not JSON."
                raise DocumentError(message) from None
            # YAML has dates and numbers for keys too.
            value = json.loads(json.dumps(value, default=str))
        if not isinstance(value, Mapping):
            message = f"{path} is not an object."
            raise DocumentError(message)
        return value

    def made_of(self, prop: str, *types: str) -> list["Resource"]:
        """The resources of these types (of any, without one) whose outputs are in `prop`."""
        return [each for each in self.edges.get(prop, ()) if not types or each.type in types]

    def refers_to(self, prop: str, other: "Resource", *keys: str) -> bool:
        """Whether `prop` names `other`: by an output of it, or by the same known text.

        `keys` are the properties of `other` that may stand there, for example `arn` and `name`.
        An ARN made from known text counts when it ends in a physical name of `other`.
        """
        if any(each.urn == other.urn for each in self.edges.get(prop, ())):
            return True
        return other.is_named(self.get(prop), *keys)

    def is_named(self, value: Any, *keys: str) -> bool:
        """Whether a known text names this resource: one of its own, or an ARN that ends in one.

        Without `keys`: its ARN, id, name, key id or address.
        """
        own = (self.get(key) for key in keys or ("arn", "id", "name", "keyId", "url", "bucket"))
        return isinstance(value, str) and any(
            value == text or value.endswith((f":{text}", f"/{text}"))
            for text in own
            if isinstance(text, str) and text
        )


class Stack:
    """Every resource of a stack, with the edges between them."""

    def __init__(self, args: StackValidationArgs) -> None:
        self.resources = [Resource(each) for each in args.resources]
        self._by_urn = {each.urn: each for each in self.resources}
        self._by_type: dict[str, list[Resource]] = {}
        for each in self.resources:
            self._by_type.setdefault(each.type, []).append(each)
        for each, source in zip(self.resources, args.resources, strict=True):
            for key, made_of in source.property_dependencies.items():
                if made_of:
                    each.edges[key] = [self._by_urn[one.urn] for one in made_of]
        self._answers: dict[Hashable, Any] = {}

    def once(self, question: Callable[["Stack", Unpack[About]], Answer], *about: *About) -> Answer:
        """What `question` says of this stack; asked once, whoever wants to know."""
        key = (question, *about)
        if key not in self._answers:
            self._answers[key] = question(self, *about)
        found: Answer = self._answers[key]
        return found

    def of(self, *types: str) -> list[Resource]:
        """All resources of these types."""
        return [each for kind in dict.fromkeys(types) for each in self._by_type.get(kind, ())]

    def naming(self, other: Resource, kind: str, prop: str, *keys: str) -> list[Resource]:
        """The resources of type `kind` whose `prop` names `other`; see `Resource.refers_to`."""
        return [each for each in self.of(kind) if each.refers_to(prop, other, *keys)]
