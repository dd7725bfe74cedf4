"""The sweeper's schedule and its role."""

from tests._policies import grants
from tests.fakes.recorder import program


def test_it_runs_every_minute_and_one_at_a_time() -> None:
    """The rule points at the alias, and one execution is all there is."""
    assert program().named("sweeper-rule").inputs["scheduleExpression"] == "rate(1 minute)"
    function = program().named("sweeper-sweep-payments-function").inputs
    assert function["reservedConcurrentExecutions"] == 1
    live = program().named("sweeper-sweep-payments-live").outputs["arn"]
    assert program().named("sweeper-target").inputs["arn"] == live


def test_the_next_minute_is_the_retry() -> None:
    """Neither the rule nor Lambda runs a failed sweep again, or a late one."""
    target = program().named("sweeper-target").inputs["retryPolicy"]
    assert target == {"maximumEventAgeInSeconds": 60, "maximumRetryAttempts": 0}
    config = program().named("sweeper-no-retry").inputs
    assert (config["maximumRetryAttempts"], config["maximumEventAgeInSeconds"]) == (0, 60)
    assert config["qualifier"] == "live"


def test_the_sweeper_was_granted_this_and_nothing_else() -> None:
    """It can't read an entry, can't open a field, can't take a message."""
    assert set(grants(program(), "tillstack-local-sweep-payments")) == {
        "measure-payments",
        "read-environment",
        "send-notifications",
        "send-payments",
        "send-traces",
        "sweep-payments",
        "write-logs",
    }
