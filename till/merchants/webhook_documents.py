"""What `till merchants webhook` shows: for a person, and as documents for a program."""

from typing import Literal

from runtime.domain.delivery import EndpointHealth
from runtime.domain.webhook import SECRET_AGE, Webhook
from till.lib.answer import Document
from till.lib.report import Section
from till.merchants.webhook_waiting import MOST, Waiting
from till.payments.amounts import clock, lasted

State = Literal["well", "failing", "resting", "paused"]


class WebhookChanged(Document):
    """What each command of `till merchants webhook` but `show` prints with `--json`."""

    merchant: str
    done: str
    """In words, as a person would read it."""
    url: str | None = None
    """Where the merchant is told now; null: nowhere."""
    secret_id: str | None = None
    """The secret that this was about."""


class EndpointSecret(Document):
    """A secret by its name."""

    id: str
    made_at: int
    """Unix seconds."""
    to_be_replaced: bool
    """It is older than a year."""


class Endpoint(Document):
    """What `till merchants webhook show --json` prints. Times are Unix seconds."""

    merchant: str
    url: str
    contact: str | None
    made_at: int
    secrets: list[EndpointSecret]
    """Oldest first."""
    state: State
    failures: int
    """In a row."""
    failing_since: int | None
    rest_until: int | None
    """Nothing is sent before; null: it does not rest."""
    paused_at: int | None
    due: int
    """Events that are to be sent now."""
    later: int
    """Those that are to be sent again at a later time."""
    more: bool
    """There are more than were counted."""
    oldest_due_at: int | None


def endpoint(
    merchant: str, webhook: Webhook, health: EndpointHealth, waiting: Waiting, now: int
) -> Endpoint:
    """One endpoint at `now` (Unix seconds)."""
    rests = health.rest_until > now
    return Endpoint(
        merchant=merchant,
        url=webhook.url,
        contact=webhook.contact,
        made_at=webhook.made_at,
        secrets=[
            EndpointSecret(
                id=each.id, made_at=each.made_at, to_be_replaced=now - each.made_at > SECRET_AGE
            )
            for each in webhook.secrets
        ],
        state=_state(health, rests=rests),
        failures=health.failures,
        failing_since=health.failing_since,
        rest_until=health.rest_until if rests else None,
        paused_at=health.paused_at,
        due=waiting.due,
        later=waiting.later,
        more=waiting.more,
        oldest_due_at=waiting.oldest,
    )


def report(shown: Endpoint, now: int) -> list[Section]:
    """The endpoint, and its secrets below."""
    notes = [
        f"Told at {shown.url} since {clock(shown.made_at)} UTC.",
        f"Contact: {shown.contact or 'nobody was named'}.",
        _health(shown, now),
        _waits(shown, now),
    ]
    rows = [
        (
            each.id,
            clock(each.made_at),
            lasted(now - each.made_at),
            "replace it: till merchants webhook rotate" if each.to_be_replaced else "good",
        )
        for each in shown.secrets
    ]
    columns = ("secret", "made (UTC)", "age", "state")
    return [
        Section(f"The endpoint of {shown.merchant}", notes=notes),
        Section("Its secrets, oldest first", columns=columns, rows=rows),
    ]


def _state(health: EndpointHealth, *, rests: bool) -> State:
    if health.paused_at is not None:
        return "paused"
    if rests:
        return "resting"
    return "failing" if health.failures else "well"


def _health(shown: Endpoint, now: int) -> str:
    said = f"{shown.failures} failures in a row, the first {_ago(shown.failing_since, now)}"
    then = "" if shown.rest_until is None else f" Nothing is sent before {clock(shown.rest_until)}."
    match shown.state:
        case "well":
            return "It is well: its last answer was a good one, or it was asked for none yet."
        case "failing":
            return f"It fails: {said}."
        case "resting":
            return f"It rests: {said}.{then}"
    return (
        f"It is paused since {clock(shown.paused_at or now)} UTC and asked once an hour: {said}."
        f"{then} Once it is mended: till merchants webhook resume {shown.merchant}."
    )


def _waits(shown: Endpoint, now: int) -> str:
    if shown.oldest_due_at is None:
        return "Nothing waits to be sent."
    least = f"The first {MOST:,} that wait: " if shown.more else ""
    since = _ago(shown.oldest_due_at, now)
    return (
        f"{least}{shown.due} due now, {shown.later} to be sent again later; the first was due "
        f"{since}."
        if shown.due
        else f"{least}{shown.later} to be sent again later, the first at "
        f"{clock(shown.oldest_due_at)} UTC."
    )


def _ago(at: int | None, now: int) -> str:
    return "-" if at is None else f"{lasted(now - at)} ago"
