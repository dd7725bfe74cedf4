"""What one run of a program declared, whoever answered it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto.resource_pb2 import RegisterResourceRequest


@dataclass(frozen=True)
class Recorded:
    """One resource: what the program asked for and what it got, created in a cloud or not."""

    type: str
    name: str
    urn: str
    parent: str
    """URN; the stack's for a resource that has none of its own."""
    custom: bool
    physical: str
    """What the cloud calls it; empty where that is not known yet."""
    inputs: Mapping[str, Any]
    """camelCase, secrets unwrapped."""
    outputs: Mapping[str, Any]
    """camelCase, secrets unwrapped."""
    dependencies: frozenset[str]
    """URNs: `depends_on`, and every output that an input is made of."""
    protect: bool
    secret_inputs: frozenset[str]
    request: RegisterResourceRequest
    """As the program sent it: secrets marked, unknown values, what each property is made of."""
    state: Struct
    """As the engine would keep it after the step: inputs and outputs."""


@dataclass
class Recording:
    """Everything that one run declared."""

    resources: list[Recorded] = field(default_factory=list)
    """In the order of their answers, components included."""
    registered_outputs: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """Component's URN → what it registered as its outputs."""
    exports: dict[str, Any] = field(default_factory=dict)
    """Secrets unwrapped."""
    secret_exports: set[str] = field(default_factory=set)

    def of(self, resource_type: type[pulumi.Resource]) -> list[Recorded]:
        """All resources of a provider's class."""
        token = pulumi.get_type_token(resource_type)
        return [each for each in self.resources if each.type == token]

    def named(self, name: str) -> Recorded:
        """The one resource with this logical name."""
        (found,) = [each for each in self.resources if each.name == name]
        return found

    def before(self, resource: Recorded) -> set[str]:
        """URNs of everything that exists before `resource`, however far away."""
        by_urn = {each.urn: each for each in self.resources}
        found: set[str] = set()
        ahead = list(resource.dependencies)
        while ahead:
            urn = ahead.pop()
            if urn not in found:
                found.add(urn)
                ahead.extend(by_urn[urn].dependencies if urn in by_urn else ())
        return found
