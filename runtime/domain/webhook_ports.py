"""What telling merchants asks of what is outside."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

if TYPE_CHECKING:
    from runtime.domain.delivery import BusLane, Lane

FAILURES: Final = frozenset(
    {
        "address_refused",
        "answer_unreadable",
        "connection_failed",
        "name_unknown",
        "timeout",
        "tls_failed",
    }
)
"""Why an endpoint gave no answer."""


class WebhookAnswer(NamedTuple):
    """What an endpoint made of an event."""

    status: int | None
    """HTTP's; None: there was no answer."""
    failure: str | None = None
    """One of `FAILURES`; None: there was one."""

    @property
    def taken(self) -> bool:
        """Whether the endpoint has the event (Standard Webhooks: any status of 2xx)."""
        return self.status is not None and self.status // 100 == 2  # noqa: PLR2004


class WebhookSender(Protocol):
    """The way out to merchants' endpoints."""

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> WebhookAnswer:
        """Send one event; whatever the endpoint does is an answer, and nothing is raised."""
        ...


class WebhookSigner(Protocol):
    """Who knows the secrets of endpoints."""

    def sign(
        self, merchant: str, secret_ids: Sequence[str], event_id: str, at: int, body: bytes
    ) -> str:
        """The header `webhook-signature`: one signature for each secret, in their order.

        `at` is the header `webhook-timestamp`, in Unix seconds.

        Raises:
            UnavailableError: no answer; the same call may be made again.
        """
        ...


class EventLanes(Protocol):
    """The queue that wakes whoever tells of events."""

    def wake(self, lane: "Lane | BusLane") -> None:
        """Say that something is due in a lane.

        Raises:
            UnavailableError: no answer; the sweeper says it within a minute.
        """
        ...
