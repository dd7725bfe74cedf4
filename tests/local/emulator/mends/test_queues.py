"""How a queue's attributes are told."""

from local.emulator.mends.queues import compact


def test_only_documents_are_written_anew() -> None:
    """A number stays the text that it is, and an order of keys is kept."""
    told = compact({"RedrivePolicy": '{ "b": 1,\n "a": [1, 2] }', "VisibilityTimeout": "30"})
    assert told == {"RedrivePolicy": '{"b":1,"a":[1,2]}', "VisibilityTimeout": "30"}
