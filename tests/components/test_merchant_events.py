"""What tells merchants: two functions, a queue, and what they may do."""

from tests._policies import grants
from tests.fakes.recorder import ROOT, program, record_program

DELIVERS = "events-deliver-events-function"


def test_twenty_lanes_are_delivered_at_a_time_and_each_has_a_minute() -> None:
    """So many endpoints that are slow at once delay no other."""
    function = program().named(DELIVERS).inputs
    assert (function["reservedConcurrentExecutions"], function["timeout"]) == (20, 60)


def test_what_delivers_was_granted_this_and_nothing_else() -> None:
    """It reads the ledger and moves what is due; it opens nothing that is sealed."""
    assert set(grants(program(), "tillstack-local-deliver-events")) == {
        "consume-events",
        "derive-secrets",
        "find-merchants",
        "move-events",
        "put-events",
        "read-environment",
        "read-payments",
        "send-traces",
        "write-logs",
    }


def test_what_sweeps_was_granted_this_and_nothing_else() -> None:
    """It sees who is to be told and whether something is due; it wakes, and mails contacts."""
    assert set(grants(program(), "tillstack-local-sweep-events")) == {
        "list-merchants",
        "mail-merchants",
        "read-environment",
        "send-events",
        "send-traces",
        "sweep-events",
        "write-logs",
    }


def test_it_sweeps_every_minute_one_at_a_time_and_the_next_minute_is_the_retry() -> None:
    """Neither the rule nor Lambda runs a failed sweep again; silence is heard of."""
    assert program().named("events-rule").inputs["scheduleExpression"] == "rate(1 minute)"
    function = program().named("events-sweep-events-function").inputs
    assert function["reservedConcurrentExecutions"] == 1
    assert program().named("events-target").inputs["retryPolicy"] == {
        "maximumEventAgeInSeconds": 60,
        "maximumRetryAttempts": 0,
    }
    assert program().named("events-silent-alarm").inputs["metricName"] == "Invocations"


def test_only_a_stack_that_says_so_calls_its_own_machine() -> None:
    """The local stack says so in its file; everywhere else it is off."""
    told = {
        file: record_program("local", {"webhooksToLoopback": file}).named(DELIVERS)
        for file in ("here.pem", "")
    }
    for file, function in told.items():
        said = function.inputs["environment"]["variables"]["WEBHOOKS_TO_LOOPBACK"]
        assert said == (str(ROOT / file) if file else "")


def test_a_person_finds_the_queue_its_dead_letters_the_table_and_the_key() -> None:
    """As exports."""
    exports = program().exports
    assert exports["event_queue_url"] == program().named("events-queue").outputs["url"]
    dead = program().named("events-dead-letters").outputs["url"]
    assert exports["event_dead_letter_url"] == dead
