"""Where merchants' endpoints may be on the very machine that calls them: on one machine only."""

from collections.abc import Iterator
from typing import Protocol
from urllib.parse import urlsplit


class WithLoopback(Protocol):
    """What the question is asked of."""

    @property
    def webhooks_to_loopback(self) -> str:
        """The file that vouches for such endpoints; empty: they are not called."""

    @property
    def livemode(self) -> bool:
        """Whether real money moves."""

    @property
    def psp_api_base(self) -> str:
        """Where the payment service provider answers."""


def loopback_faults(settings: WithLoopback) -> Iterator[tuple[str, ...]]:
    """What is wrong with calls to this machine: a sentence, and the setting to set anew."""
    if not settings.webhooks_to_loopback:
        return
    if settings.livemode:
        yield "is for a stack whose `pspKey` is a test key", "webhooksToLoopback"
    if f".{urlsplit(settings.psp_api_base).hostname}".endswith(".stripe.com"):
        yield "is for a stack whose `pspApiBase` is not Stripe's", "webhooksToLoopback"
