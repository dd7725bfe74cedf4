"""The table of routes."""

from components._routes import ROUTES, SCOPES, concurrency


def test_the_routes_are_those_of_the_api() -> None:
    """Method, path, scope and function, as a merchant knows them."""
    assert [(each.method, each.path, each.scope, each.function) for each in ROUTES] == [
        ("POST", "/v1/payments", "write", "receive_payment"),
        ("GET", "/v1/payments", "read", "read_payments"),
        ("GET", "/v1/payments/{id}", "read", "read_payments"),
        ("GET", "/v1/payments/{id}/entries", "read", "read_payments"),
        ("POST", "/v1/payments/{id}/cancel", "write", "cancel_payment"),
        ("POST", "/v1/webhooks/psp", None, "receive_event"),
        ("GET", "/v1/health", None, "read_payments"),
    ]
    assert set(SCOPES) == {"read", "write"}


def test_each_route_has_a_name_of_its_own() -> None:
    """Names of resources are made from method and path."""
    assert [each.name for each in ROUTES] == [
        "post-payments",
        "get-payments",
        "get-payments-id",
        "get-payments-id-entries",
        "post-payments-id-cancel",
        "post-webhooks-psp",
        "get-health",
    ]


def test_no_route_is_throttled_to_nothing() -> None:
    """API Gateway reads zero as "no call at all"."""
    assert all(min(route.limits(1, 1)) >= 1 for route in ROUTES)


def test_concurrency_covers_the_burst_and_what_is_in_flight() -> None:
    """At 10 calls a second of 2 seconds and bursts of 5, accepting needs 25."""
    assert concurrency("receive_payment", 10, 5) == 5 + 10 * 2
    assert concurrency("read_payments", 10, 5) == (5 + 10 * 2) + 3 * (1 + 2 * 2)
