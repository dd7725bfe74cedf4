"""A resource type as the provider describes it: attributes, nested blocks, their types."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from truth import protocol


@dataclass(frozen=True)
class Attribute:
    """One attribute."""

    type: Any
    """`"string"`, `["list", "string"]`, `["object", {…}]`: the provider's own JSON."""
    required: bool
    optional: bool
    computed: bool
    write_only: bool

    @property
    def settable(self) -> bool:
        """Whether a program may give it."""
        return self.required or self.optional


@dataclass(frozen=True)
class Nested:
    """A block inside a block."""

    block: "Block"
    nesting: int
    min_items: int
    max_items: int
    """0: any number."""


@dataclass(frozen=True)
class Block:
    """What a resource, or a block inside it, is made of."""

    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    blocks: Mapping[str, Nested] = field(default_factory=dict)

    @classmethod
    def of(cls, message: Any) -> Self:
        """A block of the protocol."""
        return cls(
            attributes={
                each.name: Attribute(
                    type=json.loads(each.type),
                    required=each.required,
                    optional=each.optional,
                    computed=each.computed,
                    write_only=each.write_only,
                )
                for each in message.attributes
            },
            blocks={
                each.type_name: Nested(
                    cls.of(each.block), each.nesting, each.min_items, each.max_items
                )
                for each in message.block_types
            },
        )

    def empty(self) -> dict[str, Any]:
        """A value that says nothing."""
        return {
            **dict.fromkeys(self.attributes),
            **{
                name: None if nested.nesting in {protocol.SINGLE, protocol.GROUP} else []
                for name, nested in self.blocks.items()
            },
        }
