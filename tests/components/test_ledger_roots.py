"""The schedule and the role of the function that signs the ledger."""

from tests._policies import grants, role_allows
from tests.fakes.recorder import program

ROLE = "tillstack-local-sign-ledger"
BUCKET = "arn:aws:s3:::tillstack-local-111122223333-roots"


def test_it_runs_each_night_after_the_reconciler_and_one_at_a_time() -> None:
    """The rule points at the alias; a run that failed is tried once more."""
    rule = program().named("roots-rule").inputs
    assert rule["scheduleExpression"] == "cron(45 3 * * ? *)"
    function = program().named("roots-sign-ledger-function").inputs
    assert (function["reservedConcurrentExecutions"], function["timeout"]) == (1, 900)
    live = program().named("roots-sign-ledger-live").outputs["arn"]
    assert program().named("roots-target").inputs["arn"] == live
    assert program().named("roots-retry").inputs["maximumRetryAttempts"] == 1


def test_a_day_of_silence_is_an_alarm() -> None:
    """So is a run that failed, and a day that is not signed: `test_function.py` has those."""
    alarm = program().named("roots-silent-alarm").inputs
    assert (alarm["period"], alarm["evaluationPeriods"]) == (3600, 26)
    assert alarm["treatMissingData"] == "breaching"


def test_it_was_granted_this_and_nothing_else() -> None:
    """It changes no payment, opens no field, and can neither delete nor write elsewhere."""
    assert set(grants(program(), ROLE)) == {
        "keep-roots",
        "list-merchants",
        "read-environment",
        "send-traces",
        "sign-ledger",
        "sign-roots",
        "write-logs",
    }
    table = "arn:aws:dynamodb:eu-central-1:111122223333:table/tillstack-local-payments"
    for action in ("PutItem", "UpdateItem", "DeleteItem", "Scan"):
        assert not role_allows(program(), ROLE, f"dynamodb:{action}", table)
    entries = table.replace("payments", "entries")
    assert not role_allows(program(), ROLE, "dynamodb:Query", entries)
    for folder in ("roots", "leaves", "keys"):
        assert role_allows(program(), ROLE, "s3:PutObject", f"{BUCKET}/{folder}/a")
    assert not role_allows(program(), ROLE, "s3:PutObject", f"{BUCKET}/a")
    for action in ("DeleteObject", "DeleteObjectVersion", "PutObjectRetention"):
        assert not role_allows(program(), ROLE, f"s3:{action}", f"{BUCKET}/roots/a")


def test_the_function_knows_its_bucket_and_the_stack_tells_it() -> None:
    """`till export` reads there."""
    function = program().named("roots-sign-ledger-function").inputs
    assert function["environment"]["variables"]["ROOTS_BUCKET"] == BUCKET.rpartition(":")[2]
    assert program().exports["roots_bucket"] == BUCKET.rpartition(":")[2]
