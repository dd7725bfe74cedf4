"""What a rule and its function are to each other."""

import pytest

from tests.fakes.recorder import ACCOUNT, program


@pytest.mark.parametrize("name", ["sweeper", "reconciler", "payer-retention"])
def test_a_rule_calls_its_function_and_only_it_may(name: str) -> None:
    """The permission is for this account's rule and the alias that the target names."""
    rule, permission, target = (
        program().named(f"{name}-{part}") for part in ("rule", "permission", "target")
    )
    assert target.inputs["rule"] == rule.inputs["name"]
    assert target.inputs["arn"].endswith(f":{permission.inputs['function']}:live")
    assert permission.inputs["sourceArn"] == rule.outputs["arn"]
    assert permission.inputs["sourceAccount"] == ACCOUNT
    assert permission.inputs["qualifier"] == "live"


@pytest.mark.parametrize(("name", "config"), [("sweeper", "no-retry"), ("reconciler", "retry")])
def test_the_rule_and_lambda_agree_on_how_often(name: str, config: str) -> None:
    """What one gives up, the other does not try on."""
    ours = program().named(f"{name}-{config}").inputs
    keys = ("maximumEventAgeInSeconds", "maximumRetryAttempts")
    assert {key: ours[key] for key in keys} == program().named(f"{name}-target").inputs[
        "retryPolicy"
    ]


@pytest.mark.fault(
    "F59",
    sees="Nothing, unless a message is lost too",
    does="Missing invocations are the alarm; nothing that the sweeper does is needed twice",
    person="starts the schedule again",
)
def test_a_sweeper_that_never_runs_is_heard_of() -> None:
    """What must happen and does not has no metric: missing data is the alarm (F59)."""
    alarm = program().named("sweeper-silent-alarm").inputs
    assert alarm["metricName"] == "Invocations"
    assert alarm["dimensions"] == {"FunctionName": "tillstack-local-sweep-payments"}
    assert alarm["comparisonOperator"] == "LessThanThreshold"
    assert alarm["treatMissingData"] == "breaching"


def test_a_reconciliation_that_never_runs_is_heard_of() -> None:
    """A day and two hours without a run; AWS takes periods of an hour for up to a week."""
    alarm = program().named("reconciler-silent-alarm").inputs
    assert alarm["dimensions"] == {"FunctionName": "tillstack-local-reconcile-payments"}
    assert (alarm["period"], alarm["evaluationPeriods"]) == (3_600, 26)
    assert alarm["comparisonOperator"] == "LessThanThreshold"
    assert alarm["treatMissingData"] == "breaching"
