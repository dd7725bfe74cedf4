"""The directory of merchants, in memory."""

from collections.abc import Collection

from runtime.contract.scopes import Scope
from runtime.domain.merchant import Merchant
from tests.fakes.faults import Faults

MADE_AT = 1_795_000_000


class FakeDirectory(Faults):
    """Holds `merchants`, and remembers what it was asked in `asked`."""

    def __init__(self, *merchants: Merchant) -> None:
        super().__init__()
        self.merchants = {each.name: each for each in merchants}
        self.strays: dict[str, str] = {}
        """Clients that lead to a merchant which does not name them."""
        self.asked: list[tuple[str, str]] = []

    def owner(self, client_id: str) -> str | None:
        """The merchant that has such a client, live or not."""
        self.asked.append(("owner", client_id))
        with self.strike("owner"):
            owners = (each.name for each in self.merchants.values() if client_id in each.clients)
            return next(owners, self.strays.get(client_id))

    def get(self, name: str) -> Merchant | None:
        """The merchant."""
        self.asked.append(("get", name))
        with self.strike("get"):
            return self.merchants.get(name)

    def add(self, name: str, client_id: str, scopes: Collection[Scope] = tuple(Scope)) -> None:
        """One more client of a merchant, which may be new."""
        known = self.merchants.get(name) or Merchant(name=name)
        self.merchants[name] = known.with_client(client_id, scopes, MADE_AT)


def directory_of(owners: dict[str, str]) -> FakeDirectory:
    """A directory with these clients, each with every scope: client's id → merchant."""
    found = FakeDirectory()
    for client_id, merchant in owners.items():
        found.add(merchant, client_id)
    return found
