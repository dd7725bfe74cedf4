"""Rows and entries as DynamoDB writes them when a table is exported (DynamoDB, "Table export").

One JSON object a line, the item under `Item`. A line that is an item by itself is read as well:
that is what other tools make of a table.
"""

import json
from typing import Any

from runtime.adapters.dynamodb_entries import read_entries
from runtime.domain.errors import UnreadableRowError
from runtime.domain.ledger import Entry


def entries_of(line: str) -> list[Entry]:
    """The entries in one line.

    Raises:
        UnreadableRowError: what is stored has no form that this code reads.
    """
    return read_entries(item_of(line))


def item_of(line: str) -> dict[str, Any]:
    """The item in one line, of whichever table.

    Raises:
        UnreadableRowError: there is none.
    """
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    item = found.get("Item", found) if isinstance(found, dict) else None
    if not isinstance(item, dict) or not all(
        isinstance(attribute, dict) and len(attribute) == 1 for attribute in item.values()
    ):
        message = "A line is no item of a DynamoDB export."
        raise UnreadableRowError(message)
    return item
