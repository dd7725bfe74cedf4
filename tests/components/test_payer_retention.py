"""The erasure's schedule and its role."""

from runtime.contract.env_untimed import ExpirePayersEnv
from tests._policies import grants, role_allows
from tests.fakes.recorder import program, record_program

ROLE = "tillstack-local-expire-payers"


def test_it_runs_every_hour_and_one_at_a_time() -> None:
    """The rule points at the alias, one execution is all there is, the next hour is the retry."""
    rule = program().named("payer-retention-rule").inputs
    assert rule["scheduleExpression"] == "rate(1 hour)"
    function = program().named("payer-retention-expire-payers-function").inputs
    assert (function["reservedConcurrentExecutions"], function["timeout"]) == (1, 900)
    live = program().named("payer-retention-expire-payers-live").outputs["arn"]
    assert program().named("payer-retention-target").inputs["arn"] == live
    assert program().named("payer-retention-no-retry").inputs["maximumRetryAttempts"] == 0


def test_four_hours_of_silence_are_an_alarm() -> None:
    """So is a run that failed, and one that is behind: `test_function.py` has those."""
    alarm = program().named("payer-retention-silent-alarm").inputs
    assert (alarm["period"], alarm["evaluationPeriods"]) == (3600, 4)
    assert alarm["treatMissingData"] == "breaching"


def test_it_was_granted_this_and_nothing_else() -> None:
    """It can ask no provider, tell no queue and open no field; nor can it take a row away."""
    assert set(grants(program(), ROLE)) == {
        "expire-payers",
        "list-merchants",
        "read-environment",
        "send-traces",
        "write-logs",
    }
    table = "arn:aws:dynamodb:eu-central-1:111122223333:table/tillstack-local-payments"
    for action in ("DeleteItem", "Scan", "UpdateItem"):
        assert not role_allows(program(), ROLE, f"dynamodb:{action}", table)


def test_the_stack_says_after_how_many_days() -> None:
    """As the function reads it."""
    recording = record_program("local", {"payerRetentionDays": "90"})
    function = recording.named("payer-retention-expire-payers-function").inputs
    variables = function["environment"]["variables"]
    assert ExpirePayersEnv.model_validate(variables).PAYER_RETENTION_DAYS == 90
