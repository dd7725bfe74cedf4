"""The numbers that AWS or a rule bounds."""

from components.lib import limits


def test_the_numbers_are_inside_what_aws_allows() -> None:
    """SQS keeps a message for fourteen days at most, DynamoDB recovers 35 days at most."""
    assert limits.QUEUE_RETENTION_SECONDS < limits.DEAD_LETTER_RETENTION_SECONDS <= 14 * 86_400
    assert limits.RECOVERY_PERIOD_DAYS == 35
    assert limits.LONG_POLL_SECONDS <= 20
    assert 7 <= limits.KEY_DELETION_DAYS <= 30


def test_the_gateway_gives_up_within_two_seconds_and_the_function_later() -> None:
    """A caller hears within two seconds; a write that has begun is not cut."""
    assert limits.INTEGRATION_TIMEOUT_MS < 2_000
    assert limits.API_FUNCTION_TIMEOUT_SECONDS * 1_000 > limits.INTEGRATION_TIMEOUT_MS
    assert limits.CALL_SECONDS * 1_000 >= limits.INTEGRATION_TIMEOUT_MS


def test_a_sweep_ends_before_the_next_begins() -> None:
    """One sweep a minute, one at a time."""
    assert limits.SWEEPER_TIMEOUT_SECONDS < limits.SWEEP_EVERY_SECONDS == 60


def test_a_token_lives_for_fifteen_minutes_at_most() -> None:
    """PCI DSS 8.2.8: an idle session ends after fifteen minutes."""
    assert limits.ACCESS_TOKEN_MINUTES <= 15
    assert limits.PASSWORD_LENGTH >= 12
