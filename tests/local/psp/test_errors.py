"""Refusals as JSON."""

from local.psp.errors import no_such, server_error, wrong_state


def test_absent_fields_are_left_out() -> None:
    """An error shows what it has: no `code` or `param` that is null."""
    assert set(server_error(503).error) == {"type", "message"}


def test_what_ran_is_kept_and_what_did_not_is_not() -> None:
    """Stripe keeps the answers of endpoints that ran, a 500 among them."""
    assert server_error(500, stored=True).stored
    assert wrong_state("late", {"id": "pi_1"}).stored
    assert not server_error(503).stored


def test_no_such_object_tells_where_it_was_named() -> None:
    """A missing object is 404 in the path and 400 in a parameter, under one code."""
    for status in (400, 404):
        error = no_such("pm_1", "PaymentMethod", param="payment_method", status=status)
        assert (error.status, error.error["code"]) == (status, "resource_missing")
        assert "pm_1" in error.error["message"]
