"""What is said of each route."""

from components.parts.gateway_problems import RESPONSES
from components.parts.routes import ROUTES
from docs_gen.openapi_operations import DESCRIBED, operations, parameters, problems
from runtime.contract.problems import PROBLEMS


def test_every_route_is_described_and_no_other() -> None:
    """Method, path, scope and body stand in the table of routes, and nowhere else."""
    assert DESCRIBED.keys() == {route.name for route in ROUTES}
    names = [described.name for described in DESCRIBED.values()]
    assert len(set(names)) == len(names)
    assert [route for route, _ in operations()] == ROUTES


def test_every_code_stands_at_its_status() -> None:
    """All codes of the functions and of the gateway, each where it is really answered."""
    said = {
        (code, status)
        for route, described in operations()
        for status, codes in problems(route, described).items()
        for code in codes
    }
    assert said == {(str(code), kind.status) for code, kind in PROBLEMS.items()}


def test_what_the_gateway_says_by_itself_is_said_of_the_calls_that_meet_it() -> None:
    """A type of the gateway's that no call names would be an answer that nobody documented."""
    for route, described in operations():
        said = {code for codes in problems(route, described).values() for code in codes}
        met = {"WAF_FILTERED", "THROTTLED", "DEFAULT_5XX", "INTEGRATION_TIMEOUT"}
        if route.scope:
            met |= {"UNAUTHORIZED", "ACCESS_DENIED", "EXPIRED_TOKEN"}
        if route.operators:
            met |= {"MISSING_AUTHENTICATION_TOKEN", "INVALID_SIGNATURE", "DEFAULT_4XX"}
        if route.takes_json:
            met |= {"BAD_REQUEST_BODY", "REQUEST_TOO_LARGE"}
        if route.takes_key:
            met |= {"BAD_REQUEST_PARAMETERS"}
        assert {str(RESPONSES[each]) for each in met} <= said, route.name


def test_what_a_route_needs_is_a_parameter() -> None:
    """An id in the path, a key, the provider's signature."""
    found = {route.name: [each["name"] for each in parameters(route)] for route in ROUTES}
    assert found["get-payments"] == found["get-health"] == found["get-ops-circuit"] == []
    assert found["post-payments"] == ["Idempotency-Key"]
    assert found["post-webhooks-psp"] == ["Stripe-Signature"]
    assert found["post-ops-payments-id-resolve"] == ["id"]
