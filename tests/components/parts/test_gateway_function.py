"""Functions that somebody waits for."""

import pytest

from components.parts.routes import ROUTES, concurrency
from runtime.contract.throttle import Throttle
from tests.fakes.recorder import program

FUNCTIONS = {route.function: "operators" if route.operators else "api" for route in ROUTES}


@pytest.mark.parametrize(("handler", "component"), FUNCTIONS.items())
def test_each_reserves_more_than_the_gateway_lets_in(handler: str, component: str) -> None:
    """The gateway answers 429 before Lambda would throttle."""
    function = program().named(f"{component}-{handler.replace('_', '-')}-function").inputs
    stage = program().named("gateway-all-settings").inputs["settings"]
    throttle = Throttle(
        rate=stage["throttlingRateLimit"],
        burst=stage["throttlingBurstLimit"],
    )
    assert function["reservedConcurrentExecutions"] == concurrency(handler, throttle)


@pytest.mark.parametrize(("handler", "component"), FUNCTIONS.items())
def test_each_starts_from_a_snapshot_and_outlives_the_gateway_s_patience(
    handler: str, component: str
) -> None:
    """Nobody waits for a cold start, and what has begun is finished after the gateway's 1.9 s."""
    function = program().named(f"{component}-{handler.replace('_', '-')}-function").inputs
    assert function["snapStart"] == {"applyOn": "PublishedVersions"}
    assert function["timeout"] >= 10
