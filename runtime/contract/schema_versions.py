"""Which vocabulary kept data speaks: a change of its form is a new number."""

from collections.abc import Mapping
from typing import Final

MESSAGE_SCHEMA: Final = 1
"""Of a queue's message."""
ROW_SCHEMA: Final = 2
"""Of a payment's row. Version 1 held what is sealed itself, and called everything as the model."""
ENTRY_SCHEMA: Final = 4
"""Of a line of the ledger. Version 1 named transitions by number; up to version 2 the first entry
had no digest of the sealed payment method, and up to version 3 each entry was an item."""

LANE_SCHEMA: Final = 1
"""Of the message that wakes whoever tells a merchant."""
ROOT_SCHEMA: Final = 1
"""Of a signed root of the ledger."""

SEALED_SCHEMA: Final = 1
"""Of a sealed text: a customer is a JSON object of `email` and `name`, a method the PSP's token."""

SCHEMA_VERSIONS: Final[Mapping[str, int]] = {"message": MESSAGE_SCHEMA, "ledger": ENTRY_SCHEMA}
"""What a stack exports, and a preview compares."""
