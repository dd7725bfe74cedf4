"""What only AWS can say."""

from local.provider.outputs import computed, moved
from local.resources import KINDS

QUEUE = "aws:sqs/queue:Queue"
FUNCTION = "aws:lambda/function:Function"


def test_pure_outputs_are_computed() -> None:
    """A new queue's address is not known before; an input that is not set is no output."""
    assert {"arn", "url"} <= computed(QUEUE)
    assert "kmsMasterKeyId" not in computed(QUEUE)


def test_every_type_can_be_asked() -> None:
    """Each type that the provider knows has an answer, and one it lacks has none."""
    assert all("tagsAll" not in computed(token) for token in KINDS)
    assert computed("aws:sfn/stateMachine:StateMachine") == frozenset()


def test_a_function_gets_a_version_from_what_is_versioned() -> None:
    """New memory is a new version; reserved concurrency belongs to the function as a whole."""
    assert "version" in moved(FUNCTION, ["memorySize", "reservedConcurrentExecutions"])
    assert moved(FUNCTION, ["reservedConcurrentExecutions"]) == frozenset()
    assert moved(QUEUE, ["delaySeconds"]) == frozenset()
