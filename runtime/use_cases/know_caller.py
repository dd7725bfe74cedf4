"""Know who calls: the merchant of a token's app client, from the directory and a memory of it."""

from dataclasses import dataclass
from typing import Final

from runtime.contract.scopes import Scope
from runtime.domain.errors import ClientDisabledError, MerchantUnknownError, ScopeMissingError
from runtime.domain.merchant import Merchant
from runtime.domain.ports import Clock, MerchantDirectory

LIFE: Final = 60
"""Seconds that a merchant is remembered: no client that was disabled opens anything for longer."""

MOST: Final = 10_000
"""Merchants, and clients, that one container remembers; it forgets all of them to learn more."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A merchant as the directory had it at a moment, in Unix seconds."""

    merchant: Merchant
    at: int


class Callers:
    """The callers as one container knows them, from call to call.

    Which merchant a client belongs to never changes, so that is asked once; what the client may
    do is asked again when it is `LIFE` seconds old, or does not name the client yet: whoever was
    just added is let in at once.
    """

    def __init__(self, directory: MerchantDirectory, clock: Clock) -> None:
        self._directory = directory
        self._clock = clock
        self._owners: dict[str, str] = {}
        self._merchants: dict[str, Remembered] = {}

    def merchant_of(self, client_id: str | None, scope: Scope) -> str:
        """The name of the merchant that the client speaks for, if it may do what it asks.

        Raises:
            MerchantUnknownError: the client belongs to no merchant of the stack.
            ClientDisabledError: it did, and was ended, or its merchant was disabled.
            ScopeMissingError: it may speak for the merchant, but not ask this.
            UnavailableError: the directory does not answer.
            UnreadableRowError: what it holds has no form that this code reads.
        """
        owner = self._owner(client_id) if client_id else None
        merchant = self._merchant(owner, client_id) if client_id and owner else None
        if merchant is None or client_id not in merchant.clients:
            raise MerchantUnknownError
        if not merchant.speaks(client_id):
            raise ClientDisabledError
        if scope not in merchant.clients[client_id].scopes:
            raise ScopeMissingError(scope)
        return merchant.name

    def _owner(self, client_id: str) -> str | None:
        if client_id in self._owners:
            return self._owners[client_id]
        owner = self._directory.owner(client_id)
        if owner is not None:
            if len(self._owners) >= MOST:
                self._owners.clear()
            self._owners[client_id] = owner
        return owner

    def _merchant(self, name: str, client_id: str) -> Merchant | None:
        now, known = self._clock.now(), self._merchants.get(name)
        if known and 0 <= now - known.at < LIFE and client_id in known.merchant.clients:
            return known.merchant
        self._merchants.pop(name, None)
        merchant = self._directory.get(name)
        if merchant is not None:
            if len(self._merchants) >= MOST:
                self._merchants.clear()
            self._merchants[name] = Remembered(merchant, now)
        return merchant
