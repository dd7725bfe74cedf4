"""The table of routes."""

from components.parts.routes import ROUTES, SCOPES, concurrency
from runtime.contract.throttle import Throttle

LEAST = Throttle(rate=1, burst=1)
MOST = Throttle(rate=10_000, burst=5_000)


def test_the_routes_are_those_of_the_api() -> None:
    """Method, path, scope and function, as a merchant knows them."""
    assert [(each.method, each.path, each.scope, each.function) for each in ROUTES] == [
        ("POST", "/v1/payments", "write", "accept_payment"),
        ("GET", "/v1/payments", "read", "read_payments"),
        ("GET", "/v1/payments/{id}", "read", "read_payments"),
        ("GET", "/v1/payments/{id}/entries", "read", "read_payments"),
        ("GET", "/v1/events", "read", "read_payments"),
        ("GET", "/v1/events/{id}", "read", "read_payments"),
        ("POST", "/v1/payments/{id}/cancel", "write", "cancel_payment"),
        ("POST", "/v1/webhooks/psp", None, "receive_webhook"),
        ("GET", "/v1/keys", None, "read_payments"),
        ("GET", "/v1/health", None, "read_payments"),
        ("GET", "/v1/ops/payments", None, "operate_payments"),
        ("GET", "/v1/ops/payments/{id}", None, "operate_payments"),
        ("GET", "/v1/ops/payments/{id}/entries", None, "operate_payments"),
        ("POST", "/v1/ops/payments/{id}/resolve", None, "operate_payments"),
        ("POST", "/v1/ops/payments/{id}/notifications", None, "operate_payments"),
        ("POST", "/v1/ops/payments/{id}/erase", None, "operate_payments"),
        ("GET", "/v1/ops/circuit", None, "operate_payments"),
    ]
    assert set(SCOPES) == {"read", "write"}


def test_each_route_has_a_name_of_its_own() -> None:
    """Names of resources are made from method and path."""
    assert [each.name for each in ROUTES] == [
        "post-payments",
        "get-payments",
        "get-payments-id",
        "get-payments-id-entries",
        "get-events",
        "get-events-id",
        "post-payments-id-cancel",
        "post-webhooks-psp",
        "get-keys",
        "get-health",
        "get-ops-payments",
        "get-ops-payments-id",
        "get-ops-payments-id-entries",
        "post-ops-payments-id-resolve",
        "post-ops-payments-id-notifications",
        "post-ops-payments-id-erase",
        "get-ops-circuit",
    ]


def test_health_public_keys_and_signed_events_alone_are_open() -> None:
    """No other route is open to everybody."""
    opened = [each.path for each in ROUTES if each.authorization == "NONE"]
    assert opened == ["/v1/webhooks/psp", "/v1/keys", "/v1/health"]


def test_operators_have_a_throttle_of_their_own() -> None:
    """However many merchants' calls a stack lets in, a person gets through, slowly."""
    for route in ROUTES:
        if route.operators:
            assert route.limits(MOST) == route.limits(LEAST) == Throttle(rate=1, burst=5)


def test_no_route_is_throttled_to_nothing() -> None:
    """API Gateway reads zero as "no call at all"."""
    limits = [route.limits(LEAST) for route in ROUTES]
    assert min(min(each.rate, each.burst) for each in limits) >= 1


def test_concurrency_covers_the_burst_and_what_is_in_flight() -> None:
    """At 10 calls a second of 2 seconds and bursts of 5, accepting needs 25."""
    throttle = Throttle(rate=10, burst=5)
    assert concurrency("accept_payment", throttle) == 5 + 10 * 2
    assert concurrency("operate_payments", throttle) == 7 * (5 + 1 * 2)
    assert concurrency("read_payments", throttle) == (5 + 10 * 2) + 4 * (1 + 2 * 2) + 2 * (
        1 + 1 * 2
    )
