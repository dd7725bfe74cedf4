"""The directory of merchants, in memory."""

from collections.abc import Collection, Iterator

from runtime.contract.scopes import Scope
from runtime.domain.merchant import Merchant
from runtime.domain.ports import Drawn
from runtime.domain.rate_limit import Draw
from tests.fakes.faults import Faults

MADE_AT = 1_795_000_000


class FakeDirectory(Faults):
    """Holds `merchants`, and remembers what it was asked in `asked`."""

    def __init__(self, *merchants: Merchant) -> None:
        super().__init__()
        self.merchants = {each.name: each for each in merchants}
        self.full_at: dict[str, int] = {}
        self.strays: dict[str, str] = {}
        """Clients that lead to a merchant which does not name them."""
        self.asked: list[tuple[str, str]] = []
        self._added: dict[str, str] = {}
        """Client → the merchant that it was added to, so that not every one is looked at."""

    def owner(self, client_id: str) -> str | None:
        """The merchant that has such a client, live or not."""
        self.asked.append(("owner", client_id))
        with self.strike("owner"):
            added = self.merchants.get(self._added.get(client_id, ""))
            if added and client_id in added.clients:
                return added.name
            owners = (each.name for each in self.merchants.values() if client_id in each.clients)
            return next(owners, self.strays.get(client_id))

    def draw(self, name: str, draw: Draw) -> Drawn | None:
        """The merchant, and its bucket moved under the conditions of the real one."""
        self.asked.append(("draw", name))
        with self.strike("draw"):
            merchant, full_at = self.merchants.get(name), self.full_at.get(name, 0)
            if merchant is None:
                return None
            granted = full_at <= draw.now if draw.full else draw.now < full_at <= draw.most
            if granted:
                self.full_at[name] = max(full_at, draw.now) + draw.cost
            return Drawn(merchant, self.full_at.get(name, 0), granted)

    def get(self, name: str) -> Merchant | None:
        """The merchant of this name."""
        with self.strike("get"):
            return self.merchants.get(name)

    def all(self) -> Iterator[Merchant]:
        """Every merchant."""
        yield from list(self.merchants.values())
        with self.strike("all"):
            return

    def add(self, name: str, client_id: str, scopes: Collection[Scope] = tuple(Scope)) -> None:
        """One more client of a merchant, which may be new."""
        known = self.merchants.get(name) or Merchant(name=name)
        self.merchants[name] = known.with_client(client_id, scopes, MADE_AT)
        self._added[client_id] = name


def directory_of(owners: dict[str, str]) -> FakeDirectory:
    """A directory with these clients, each with every scope: client's id → merchant."""
    found = FakeDirectory()
    for client_id, merchant in owners.items():
        found.add(merchant, client_id)
    return found
