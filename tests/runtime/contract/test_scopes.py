"""The scopes are the API's: every reader of a token knows them by these words."""

from components.parts.routes import ROUTES, SCOPES
from runtime.contract.scopes import Scope


def test_every_scope_opens_a_route_and_is_described() -> None:
    """A scope that opens nothing would be a promise without a door."""
    assert set(SCOPES) == set(Scope)
    assert {route.scope for route in ROUTES if route.scope} == set(Scope)
