"""Two objectives, measured where the gateway counts requests for payments."""

import pytest

from components.parts.rest_api import STAGE
from components.parts.routes import ROUTES
from runtime.contract.objectives import METHOD, OBJECTIVES


def test_what_is_promised_is_a_route_that_the_gateway_has() -> None:
    """Under the very words by which the gateway measures it."""
    routes = [each for each in ROUTES if (each.path, each.method) == tuple(METHOD.values())]
    assert [each.function for each in routes] == ["accept_payment"]
    assert STAGE == "live"


def test_the_budget_is_what_the_promise_leaves() -> None:
    """One of a thousand may fail, one of a hundred may be late."""
    assert {each.name: each.allowed for each in OBJECTIVES} == {
        "acceptance": pytest.approx(0.001),
        "latency": pytest.approx(0.01),
    }
