"""A merchant of the stack and its app clients, as the directory holds them."""

from collections.abc import Collection
from operator import not_
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from runtime.contract.scopes import Scope
from runtime.contract.throttle import Throttle
from runtime.domain.webhook import Webhook

NAME: Final = r"^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$"
MerchantName = Annotated[str, Field(pattern=NAME)]
"""1 to 40 small letters, digits and dashes; payments are filed under it for ever."""

MOST_LIVE: Final = 2
"""Live clients of the same scopes: the old one and the new, while one replaces the other."""

MOST_KEYS: Final = 2
"""Keys that a client signs with: the old one and the new, while one replaces the other."""

SCHEMA: Final = 1


class SigningKey(BaseModel):
    """The public half of an Ed25519 key that a client signs its requests with."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True
    )

    kid: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]
    """Its thumbprint (RFC 7638), so that one key has one name everywhere."""
    x: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]
    """Its 32 bytes in base64url (RFC 8037)."""


class AppClient(BaseModel):
    """One OAuth2 client of a merchant's backend; what has ended stays, so that it is known."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True
    )

    scopes: Annotated[tuple[Scope, ...], Field(min_length=1)]
    live: bool
    made_at: int
    """Unix seconds."""
    sealed_only: Annotated[bool, Field(exclude_if=not_)] = False
    """It asks for payments in encrypted bodies only. Written where it is on: a version that does
    not know it reads no client that has it."""
    signing_keys: Annotated[
        tuple[SigningKey, ...], Field(max_length=MOST_KEYS, exclude_if=not_)
    ] = ()
    """It signs each request with one of these; with none it signs nothing. Written where there are
    any, as above."""


class Merchant(BaseModel):
    """Who sells, and which clients speak for it."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True
    )

    v: Literal[1] = SCHEMA
    name: MerchantName
    version: Annotated[int, Field(ge=0)] = 0
    """Goes up by one with each change; nobody has written version 0."""
    live: bool = True
    """A disabled merchant's clients open nothing, whatever they are."""
    clients: dict[str, AppClient] = {}
    """App client's id → what it may do."""
    limit: Throttle | None = None
    """Of its calls; None: the stack's."""
    webhook: Annotated[Webhook | None, Field(exclude_if=not_)] = None
    """Where it is told; written where there is one, as above."""

    def speaks(self, client_id: str) -> bool:
        """Whether the client may call at all."""
        client = self.clients.get(client_id)
        return self.live and client is not None and client.live

    def living(self, scopes: Collection[Scope]) -> list[str]:
        """The ids of its live clients with exactly these scopes, oldest first."""
        found = [
            (client.made_at, client_id)
            for client_id, client in self.clients.items()
            if client.live and set(client.scopes) == set(scopes)
        ]
        return [client_id for _, client_id in sorted(found)]

    def with_client(self, client_id: str, scopes: Collection[Scope], at: int) -> "Merchant":
        """With one more live client; whoever was disabled is let back in.

        What the newest client of the same scopes must encrypt or sign, this one must.
        """
        alike = [each for each in self.clients.values() if set(each.scopes) == set(scopes)]
        newest = max(alike, key=lambda each: each.made_at, default=None)
        client = AppClient(
            scopes=tuple(sorted(set(scopes))),
            live=True,
            made_at=at,
            sealed_only=newest is not None and newest.sealed_only,
            signing_keys=newest.signing_keys if newest else (),
        )
        return self._changed(live=True, clients={**self.clients, client_id: client})

    def with_sealed_only(self, client_id: str, *, wanted: bool) -> "Merchant":
        """With this client's payments in encrypted bodies only, or not.

        Raises:
            KeyError: the merchant has no such client.
        """
        client = self.clients[client_id].model_copy(update={"sealed_only": wanted})
        return self._changed(clients={**self.clients, client_id: client})

    def with_signing_keys(self, client_id: str, keys: Collection[SigningKey]) -> "Merchant":
        """With these keys, one of which must sign each request of the client; none: unsigned.

        Raises:
            KeyError: the merchant has no such client.
        """
        client = self.clients[client_id].model_copy(update={"signing_keys": tuple(keys)})
        return self._changed(clients={**self.clients, client_id: client})

    def without_client(self, client_id: str) -> "Merchant":
        """With this client ended.

        Raises:
            KeyError: the merchant has no such client.
        """
        ended = self.clients[client_id].model_copy(update={"live": False})
        return self._changed(clients={**self.clients, client_id: ended})

    def disabled(self) -> "Merchant":
        """With every client ended, and no way back but a new client."""
        ended = {
            client_id: client.model_copy(update={"live": False})
            for client_id, client in self.clients.items()
        }
        return self._changed(live=False, clients=ended)

    def with_limit(self, limit: Throttle | None) -> "Merchant":
        """With a limit of its own, or the stack's again."""
        return self._changed(limit=limit)

    def with_webhook(self, webhook: Webhook | None) -> "Merchant":
        """Told there, or nowhere."""
        return self._changed(webhook=webhook)

    def _changed(self, **fields: object) -> "Merchant":
        return self.model_copy(update={"version": self.version + 1, **fields})
