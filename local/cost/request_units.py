"""How many request units DynamoDB counts for an item, by the rules that AWS publishes.

Sources, Amazon DynamoDB Developer Guide: "DynamoDB item sizes and formats" (sizes), "DynamoDB read
and write operations" (units of one item), "Amazon DynamoDB Transactions: How it works" (twice the
units) and "Using Global Secondary Indexes in DynamoDB" (what a write costs an index). An index is
written after its table and outside of the transaction, so its units are not doubled.
"""

from base64 import b64decode
from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any, Final, NamedTuple

Item = Mapping[str, Mapping[str, Any]]
"""Attribute → its value as requests have it: `{"S": "…"}`."""

WRITE_BYTES: Final = 1_024
"""Of one write unit."""
READ_BYTES: Final = 4_096
"""Of one unit of a strongly consistent read."""
STORED_BYTES: Final = 100
"""What each item takes beside itself where it is kept."""
_NESTING_BYTES: Final = 3
"""Of a list or a map, beside one for each element."""


class Index(NamedTuple):
    """A global secondary index that holds keys only."""

    name: str
    keys: tuple[str, ...]
    """The index's own, and the table's."""


def item_bytes(item: Item | None) -> int:
    """The item's size; of none it is 0."""
    return sum(len(name.encode()) + _value_bytes(value) for name, value in (item or {}).items())


def write_units(before: Item | None, after: Item | None, *, transaction: bool) -> int:
    """Of the table: the larger of both sizes counts, and what is absent counts as the least."""
    size = max(item_bytes(before), item_bytes(after), 1)
    return ceil(size / WRITE_BYTES) * (2 if transaction else 1)


def index_units(index: Index, before: Item | None, after: Item | None) -> int:
    """Of one index: nothing where its copy stays, and twice where a key changes."""
    old, new = _copy(index, before), _copy(index, after)
    return 0 if old == new else sum(ceil(item_bytes(each) / WRITE_BYTES) for each in (old, new))


def read_units(items: Sequence[Item | None], *, consistent: bool) -> float:
    """Of one request: a query's items are counted together, and none counts as the least."""
    size = max(sum(map(item_bytes, items)), 1)
    return ceil(size / READ_BYTES) / (1 if consistent else 2)


def stored_bytes(item: Item, indexes: Sequence[Index]) -> int:
    """What the item and its copies take where they are kept."""
    copies = [item, *(_copy(each, item) for each in indexes)]
    return sum(item_bytes(each) + STORED_BYTES for each in copies if each)


def _copy(index: Index, item: Item | None) -> Item | None:
    """The item in the index; without one of the keys it is not there."""
    found = {name: (item or {})[name] for name in index.keys if name in (item or {})}
    return found if len(found) == len(index.keys) else None


def _value_bytes(value: Mapping[str, Any]) -> int:
    [(kind, held)] = value.items()
    match kind:
        case "S":
            return len(held.encode())
        case "N":
            return _number_bytes(held)
        case "B":
            return len(b64decode(held))
        case "BOOL" | "NULL":
            return 1
        case "L":
            return _NESTING_BYTES + sum(1 + _value_bytes(each) for each in held)
        case "M":
            return _NESTING_BYTES + item_bytes(held) + len(held)
    message = f"An attribute of kind {kind} is not counted here: add its rule to {__name__}."
    raise ValueError(message)


def _number_bytes(text: str) -> int:
    """One byte for two significant digits, and one more; ours are integers."""
    digits = text.lstrip("-").strip("0") or "0"
    return ceil(len(digits) / 2) + 1
