"""One event on its way to its merchant's endpoint or to the stack's bus, and how an endpoint is.

Pure.

An event is due until the endpoint has taken it, or until it is given up; what became of it is kept
beside (`Told`). How long is waited: Standard Webhooks, "Deliverability and reliability".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final, NamedTuple

from runtime.domain.payment import event_lane
from runtime.domain.webhook_ports import WebhookAnswer

BUS_LANES: Final = 8
"""Ways to the stack's event bus; a partition of DynamoDB takes some 300 events a second."""

SPREAD: Final = 0.1
"""A wait is longer by up to this share, so that what failed together does not come together."""

STREAK: Final = 5
"""Failures in a row after which an endpoint is left alone for a while."""
REST: Final = 60
LONGEST_REST: Final = 3_600
PAUSED_AFTER: Final = 24 * 3_600
"""Seconds of nothing but failures after which an endpoint is paused."""
GONE: Final = 410
"""HTTP: the endpoint wants no more (Standard Webhooks)."""

KEPT: Final = 30 * 24 * 3_600
"""Seconds from an event's time for which it is listed, and waits for a paused endpoint."""
LATE: Final = 900
"""Seconds for which an event may be due and not be sent."""


class DeliveryStatus(StrEnum):
    """Where an event stands with its merchant's endpoint; asked for again, it is pending."""

    # Any may follow any: what was due when it was asked for has two ends; the later is told.

    PENDING = "pending"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


class Lane(NamedTuple):
    """One of the ways to a merchant's endpoint; on each, one message is worked on at a time."""

    merchant: str
    number: int

    @property
    def name(self) -> str:
        """As the queue groups its messages."""
        return f"{self.merchant}#{self.number}"


class Due(NamedTuple):
    """An event that is to be sent."""

    lane: Lane
    due_at: int
    """Unix seconds; with the event's id, what it is stored under."""
    event_id: str
    type: str
    at: int
    """When the event happened."""
    attempts: int = 0
    """How often it was sent before."""


class BusLane(NamedTuple):
    """One of the ways to the stack's event bus."""

    number: int

    @property
    def name(self) -> str:
        """As the queue groups its messages; no merchant's name has a colon."""
        return f"bus:{self.number}"


def bus_lane(payment_id: str) -> BusLane:
    """Which way the payment's events go to the stack's bus."""
    return BusLane(event_lane(payment_id, BUS_LANES))


class Unpublished(NamedTuple):
    """An event that is to be put on the stack's bus."""

    lane: BusLane
    due_at: int
    """Unix seconds; with the event's id, what it is stored under."""
    event_id: str
    merchant: str
    at: int
    """Since when: the event's own time, or when a person asked for it."""


class Told(NamedTuple):
    """What became of an event."""

    event_id: str
    type: str
    at: int
    """When the event happened."""
    status: DeliveryStatus
    attempts: int = 0
    next_at: int | None = None
    """Unix seconds; None: it is not sent again."""
    last_at: int | None = None
    answer: str | None = None
    """Of the last attempt: HTTP's status, or why there was none."""


@dataclass(frozen=True, slots=True)
class EndpointHealth:
    """How an endpoint has been; as it is made, it is well."""

    failures: int = 0
    """In a row."""
    failing_since: int | None = None
    rests: int = 0
    rest_until: int = 0
    paused_at: int | None = None
    told_at: int | None = None
    """When the contact was told of the pause."""

    @property
    def probed(self) -> bool:
        """Whether one event is sent to see how it is, and no more."""
        return self.failures >= STREAK or self.paused_at is not None


WELL: Final = EndpointHealth()


def resumed(now: int) -> EndpointHealth:
    """Well, because a person says so: what waited until `now` (Unix seconds) is not late for it."""
    return EndpointHealth(rest_until=now)


def became(due: Due, status: DeliveryStatus, **more: Any) -> Told:
    """What became of an event that was due; `more` are fields of `Told`."""
    return Told(due.event_id, due.type, due.at, status, **more)


def after_attempt(
    due: Due,
    answer: WebhookAnswer,
    now: int,
    fraction: float,
    *,
    steps: Sequence[int],
    paused: bool = False,
) -> Told:
    """What became of the event by this answer; `fraction` is uniform in [0, 1).

    `steps` are the seconds from each failure to the next attempt; after the last one the event is
    given up.

    A paused endpoint is only tried, which uses no attempt; the next time with another event, so
    that one which it never takes bars no others.
    """
    attempts = due.attempts + 1
    said = str(answer.status) if answer.status is not None else answer.failure
    told = became(due, DeliveryStatus.DELIVERED, attempts=attempts, last_at=now, answer=said)
    if answer.taken:
        return told
    if paused:
        pending, next_at = DeliveryStatus.PENDING, now + LONGEST_REST
        return told._replace(status=pending, attempts=due.attempts, next_at=next_at)
    if attempts > len(steps):
        return told._replace(status=DeliveryStatus.GIVEN_UP)
    wait = steps[attempts - 1] * (1 + SPREAD * fraction)
    return told._replace(status=DeliveryStatus.PENDING, next_at=now + round(wait))


def health_after(before: EndpointHealth, answers: list[WebhookAnswer], now: int) -> EndpointHealth:
    """How the endpoint is after these answers, which came together."""
    if any(answer.taken for answer in answers):
        return WELL
    if not answers:
        return before
    since = now if before.failing_since is None else before.failing_since
    health = replace(before, failures=before.failures + len(answers), failing_since=since)
    gone = any(answer.status == GONE for answer in answers)
    if before.paused_at is None and (gone or now - since >= PAUSED_AFTER):
        health = replace(health, paused_at=now)
    if not health.probed:
        return health
    longest = LONGEST_REST if health.paused_at else min(REST * 2**before.rests, LONGEST_REST)
    return replace(health, rests=before.rests + 1, rest_until=now + longest)
