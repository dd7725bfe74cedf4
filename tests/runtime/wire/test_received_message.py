"""A message in the form in which the handlers read it."""

from runtime.wire.received_message import ReceivedMessage


def test_a_record_has_the_names_of_lambdas_event() -> None:
    """Id, text and what SQS says of it; the receipt is nobody's business there."""
    message = ReceivedMessage("id-1", "text", "receipt", {"AWSTraceHeader": "Root=1"})
    assert message.record == {
        "messageId": "id-1",
        "body": "text",
        "attributes": {"AWSTraceHeader": "Root=1"},
    }
