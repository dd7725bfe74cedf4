"""A merchant as a document."""

from runtime.contract.scopes import Scope
from runtime.contract.throttle import Throttle
from runtime.domain.merchant import AppClient, Merchant
from till.merchants.documents import known

CLIENT = AppClient(scopes=(Scope.READ,), live=True, made_at=7, sealed_only=True)


def test_a_merchant_is_told_with_its_clients_and_limit() -> None:
    """A disabled merchant's clients are none that live; no limit of its own is null."""
    acme = Merchant(name="acme", clients={"c": CLIENT}, limit=Throttle(rate=1, burst=2))
    assert known(acme).model_dump() == {
        "name": "acme",
        "live": True,
        "limit": {"rate": 1, "burst": 2},
        "clients": [
            {
                "client_id": "c",
                "scopes": ["payments/read"],
                "live": True,
                "sealed_only": True,
                "made_at": 7,
            }
        ],
    }
    gone = known(Merchant(name="acme", clients={"c": CLIENT}, live=False))
    assert (gone.live, gone.clients[0].live, gone.limit) == (False, False, None)
