"""What kept data says of its form."""

from runtime.contract.schema_versions import ENTRY_SCHEMA, MESSAGE_SCHEMA, SCHEMA_VERSIONS
from runtime.domain.ledger import Entry
from runtime.wire.queue_message import encode


def test_what_is_written_carries_the_exported_version() -> None:
    """A preview compares what a stack exports with what the deployed code writes."""
    assert SCHEMA_VERSIONS == {"message": MESSAGE_SCHEMA, "ledger": ENTRY_SCHEMA}
    assert Entry.model_fields["v"].default == ENTRY_SCHEMA
    assert f'"v":{MESSAGE_SCHEMA}' in encode("pay_" + "a" * 26)
