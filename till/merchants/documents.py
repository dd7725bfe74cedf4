"""What `till merchants` is given and shows: for a person, and as documents for a program."""

import time
from collections.abc import Iterator
from typing import Annotated

import typer
from pydantic import Field

from runtime.contract.scopes import Scope
from runtime.contract.throttle import Throttle
from runtime.domain.merchant import Merchant
from till.lib.answer import Document
from till.lib.report import Section


class Client(Document):
    """One client, as the directory holds it."""

    client_id: str
    scopes: list[str]
    live: bool
    sealed_only: bool
    made_at: int
    """Unix seconds."""


class Limit(Document):
    """How often a merchant may call."""

    rate: int
    """Calls a second."""
    burst: int
    """At once."""


class Known(Document):
    """One merchant."""

    name: str
    live: bool
    limit: Limit | None
    """None: the stack's."""
    clients: list[Client]


class Merchants(Document):
    """What `till merchants list --json` prints."""

    merchants: list[Known]


class Changed(Document):
    """What each other command of `till merchants` prints with `--json`."""

    merchant: str
    done: str
    """In words, as a person would read it."""
    client_id: str | None = None
    new: bool | None = None
    """Whether the client was made now."""
    ended: list[str] = Field(default_factory=list)
    """Clients that ended."""
    limit: Limit | None = None


Name = Annotated[str, typer.Argument(help="The merchant: small letters, digits and dashes.")]
Scopes = Annotated[
    list[Scope] | None,
    typer.Option(help="What the client may do; may be given twice (default: both)."),
]
ClientId = Annotated[str, typer.Option("--client", help="The id of the client.")]


def limit_document(limit: Throttle | None) -> Limit | None:
    """A merchant's own limit; None: the stack's."""
    return None if limit is None else Limit(rate=limit.rate, burst=limit.burst)


def known(merchant: Merchant) -> Known:
    """One merchant with its clients."""
    clients = [
        Client(
            client_id=client_id,
            scopes=[scope.full for scope in client.scopes],
            live=merchant.speaks(client_id),
            sealed_only=client.sealed_only,
            made_at=client.made_at,
        )
        for client_id, client in merchant.clients.items()
    ]
    limit = limit_document(merchant.limit)
    return Known(name=merchant.name, live=merchant.live, limit=limit, clients=clients)


def report(merchants: list[Merchant]) -> Section:
    """One row for each client, and for each merchant that has none."""
    columns = ("merchant", "limit", "client", "may", "since", "state")
    rows = [row for each in merchants for row in _rows(each)]
    count = len(merchants)
    return Section("Merchants", notes=[f"{count} in the directory."], columns=columns, rows=rows)


def _rows(merchant: Merchant) -> Iterator[tuple[str, ...]]:
    own = merchant.limit
    limit = f"{own.rate}/s, {own.burst}" if own else "the stack's"
    for client_id, client in sorted(merchant.clients.items(), key=lambda one: one[1].made_at):
        since = time.strftime("%Y-%m-%d", time.gmtime(client.made_at))
        state = "live" if merchant.speaks(client_id) else "ended"
        only = ["(encrypted only)"] * client.sealed_only + ["(signed)"] * bool(client.signing_keys)
        may = " ".join([*client.scopes, *only])
        yield merchant.name, limit, client_id, may, since, state
