"""Know who calls: the merchant of a token's app client, and whether it may call again.

Whoever signs its requests is known by that too.

The directory is asked once for both: the look at a merchant draws tokens of its bucket.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from runtime.contract.metrics import Metric
from runtime.contract.scopes import Scope
from runtime.contract.throttle import Throttle
from runtime.domain.errors import (
    ClientDisabledError,
    MerchantUnknownError,
    RateLimitedError,
    ScopeMissingError,
)
from runtime.domain.merchant import AppClient, Merchant
from runtime.domain.ports import Clock, MerchantDirectory, Metrics
from runtime.domain.rate_limit import SECOND, available, draw, share, wait
from runtime.domain.signed_request import RequestSignatures, SignedRequest

LIFE: Final = 60
"""Seconds that a merchant is remembered: no client that was disabled opens anything for longer."""

MOST: Final = 10_000
"""Merchants, and clients, that one container remembers; it forgets all of them to learn more."""

TRIES: Final = 3
"""How often a draw is made anew, because others drew in the same moment."""


class Caller(NamedTuple):
    """Who may make this call."""

    merchant: str
    client: AppClient
    told: bool
    """Whether the merchant has an endpoint."""


@dataclass(slots=True)
class Remembered:
    """A merchant as the directory had it, and what is left of the tokens that were drawn."""

    merchant: Merchant
    at: int
    """Unix seconds."""
    full_at: int
    """When its bucket is full again, as far as this container knows: Unix microseconds."""
    tokens: int
    closed_until: int = 0
    """Unix seconds: the bucket was empty, and holds no token before."""


class Callers:
    """The callers as one container knows them, from call to call.

    Which merchant a client belongs to never changes, so that is asked once; what the client may
    do is asked again when it is `LIFE` seconds old, when it does not name the client yet (whoever
    was just added is let in at once), and when the tokens are used up. A call that is refused
    for want of tokens costs none, and asks nobody.
    """

    def __init__(
        self,
        directory: MerchantDirectory,
        clock: Clock,
        metrics: Metrics,
        limit: Throttle,
        signatures: Callable[[], RequestSignatures],
    ) -> None:
        """`signatures` is asked for when the first client calls that signs."""
        self._directory = directory
        self._metrics = metrics
        self._clock = clock
        self._signatures = signatures
        self._limit = limit
        """Of a merchant without one of its own."""
        self._owners: dict[str, str] = {}
        self._merchants: dict[str, Remembered] = {}

    def caller_of(self, client_id: str | None, scope: Scope) -> Caller:
        """The client with the merchant that it speaks for, if it may do what it asks.

        Raises:
            MerchantUnknownError: the client belongs to no merchant of the stack.
            ClientDisabledError: it did, and was ended, or its merchant was disabled.
            ScopeMissingError: it may speak for the merchant, but not ask this.
            RateLimitedError: the merchant has called too often.
            UnavailableError: the directory does not answer.
            UnreadableRowError: what it holds has no form that this code reads.
        """
        owner = self._owner(client_id) if client_id else None
        if client_id is None or owner is None:
            raise MerchantUnknownError
        known = self._merchants.get(owner)
        asked = known is None or not self._holds(known, client_id)
        if known is None or asked:
            known = self._ask(owner, known)
        client = _admit(known.merchant, client_id, scope)
        now = self._clock.now()
        if not known.tokens and not asked and now >= known.closed_until:
            known = self._ask(owner, known)
            client = _admit(known.merchant, client_id, scope)
        if not known.tokens:
            limit = known.merchant.limit or self._limit
            self._metrics.count(Metric.MERCHANT_LIMITED, merchant=owner)
            raise RateLimitedError(limit, max(1, known.closed_until - now))
        known.tokens -= 1
        return Caller(owner, client, known.merchant.webhook is not None)

    def prove(self, caller: Caller, request: Callable[[], SignedRequest]) -> None:
        """Whether the request is the caller's own; one that signs nothing has only its token.

        Raises:
            InvalidRequestError: it signs, and the request is not signed, or not so.
        """
        if keys := caller.client.signing_keys:
            self._signatures().check(request(), keys)

    def _holds(self, known: Remembered, client_id: str) -> bool:
        """Whether what is remembered may still be believed, about this client."""
        age = self._clock.now() - known.at
        return 0 <= age < LIFE and client_id in known.merchant.clients

    def _owner(self, client_id: str) -> str | None:
        if client_id in self._owners:
            return self._owners[client_id]
        owner = self._directory.owner(client_id)
        if owner is not None:
            if len(self._owners) >= MOST:
                self._owners.clear()
            self._owners[client_id] = owner
        return owner

    def _ask(self, name: str, known: Remembered | None) -> Remembered:
        """The merchant as it is now, with tokens if its bucket holds any.

        Who knows nothing of it yet takes one token, as of a full bucket with the stack's limit.

        Raises:
            MerchantUnknownError: it is not there.
        """
        self._merchants.pop(name, None)
        seconds = self._clock.now()
        now = seconds * SECOND
        limit = (known and known.merchant.limit) or self._limit
        full_at = known.full_at if known else 0
        tokens = share(limit, full_at, now) if known else 1
        for _ in range(TRIES):
            drawn = self._directory.draw(name, draw(limit, tokens, full_at, now))
            if drawn is None:
                raise MerchantUnknownError
            limit, full_at = drawn.merchant.limit or self._limit, drawn.full_at
            found = Remembered(drawn.merchant, seconds, full_at, tokens if drawn.granted else 0)
            if drawn.granted:
                break
            found.closed_until = seconds + wait(limit, full_at, now)
            if not available(limit, full_at, now):
                break
            tokens = share(limit, full_at, now)
        if len(self._merchants) >= MOST:
            self._merchants.clear()
        self._merchants[name] = found
        return found


def _admit(merchant: Merchant, client_id: str, scope: Scope) -> AppClient:
    client = merchant.clients.get(client_id)
    if client is None:
        raise MerchantUnknownError
    if not merchant.speaks(client_id):
        raise ClientDisabledError
    if scope not in client.scopes:
        raise ScopeMissingError(scope)
    return client
