"""What a rule and its function are to each other."""

import pytest

from tests.fakes.recorder import ACCOUNT, program


@pytest.mark.parametrize("name", ["sweeper", "reconciler"])
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
