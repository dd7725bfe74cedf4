"""The reconciler's schedule and its role."""

from tests._policies import grants
from tests.fakes.recorder import program


def test_it_runs_every_night_and_one_at_a_time() -> None:
    """The rule points at the alias, and one execution is all there is."""
    rule = program().named("reconciler-rule").inputs
    assert rule["scheduleExpression"] == "cron(15 3 * * ? *)"
    function = program().named("reconciler-reconcile-payments-function").inputs
    assert (function["reservedConcurrentExecutions"], function["timeout"]) == (1, 900)
    live = program().named("reconciler-reconcile-payments-live").outputs["arn"]
    assert program().named("reconciler-target").inputs["arn"] == live


def test_a_failed_run_is_tried_once_more_within_the_hour() -> None:
    """After that the next night compares the same days."""
    config = program().named("reconciler-retry").inputs
    assert (config["maximumRetryAttempts"], config["maximumEventAgeInSeconds"]) == (1, 3600)


def test_the_reconciler_was_granted_this_and_nothing_else() -> None:
    """It can't charge on a message, can't see an entry, can't open a field, can't write a row."""
    assert set(grants(program(), "tillstack-local-reconcile-payments")) == {
        "list-merchants",
        "read-environment",
        "read-psp-key",
        "reconcile-payments",
        "send-payments",
        "send-traces",
        "write-logs",
    }
