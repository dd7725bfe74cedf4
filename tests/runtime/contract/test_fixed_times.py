"""Times that no stack sets are those that AWS, the PSP and the code really keep to."""

from components.lib import limits
from runtime.aws_clients import ACCEPTING, MAILING
from runtime.contract.fixed_times import FIXED
from runtime.use_cases import reconcile_payments


def test_the_numbers_are_those_of_the_design() -> None:
    """A day for a key, three days of books, four and fourteen days for messages."""
    assert FIXED.psp_key_life == 24 * 3600
    assert FIXED.reconciled == 72 * 3600
    assert (FIXED.queue_retention, FIXED.dead_letter_retention) == (345_600, 1_209_600)
    assert (FIXED.time_to_start, FIXED.time_to_write) == (3, 5)
    assert FIXED.longest_delay == 900


def test_what_is_compared_is_what_is_deployed() -> None:
    """A relation over another number than the one in use would prove nothing."""
    assert limits.INTEGRATION_TIMEOUT_MS == 1_900 == FIXED.gateway_waits * 1_000
    assert FIXED.notifier_timeout == limits.NOTIFIER_TIMEOUT_SECONDS
    assert FIXED.operator_timeout == limits.OPERATOR_TIMEOUT_SECONDS
    assert FIXED.reconciled == reconcile_payments.WINDOW
    assert FIXED.reconciler_stops == reconcile_payments.TIME_TO_STOP
    # botocore's stubs leave out what a Config keeps.
    accepting, mailing = vars(ACCEPTING()), vars(MAILING())
    assert accepting["read_timeout"] == FIXED.accepting_read
    assert accepting["connect_timeout"] == FIXED.accepting_connect
    assert (mailing["connect_timeout"], mailing["read_timeout"]) == (2, 5)
