"""What AWS asks of every function's role, and the emulator of none."""

from local.rights.granted import granted
from local.rights.unasked import unasked
from tests.fakes.recorder import program


def test_each_function_has_what_aws_asks_for() -> None:
    """Logs, traces, variables; and who takes from a queue may take, and open what it takes."""
    asked, given = set(unasked(program())), set(granted(program()))
    assert asked - given == set()
    assert len({each.role for each in asked}) == 15
    assert len(asked) == 15 * 5 + 5 * 4


def test_only_a_mappings_role_may_take_from_a_queue() -> None:
    """Each of the five queues with a mapping has one taker."""
    asked = [each for each in unasked(program()) if each.action == "sqs:ReceiveMessage"]
    taken = {each.resource.rpartition(":")[2].removeprefix("tillstack-local-") for each in asked}
    assert taken == {"payments", "payments-dead", "notifications", "email-events", "events.fifo"}
    assert len(asked) == 5
