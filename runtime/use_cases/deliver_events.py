"""Tell a merchant: send what is due in one lane of its endpoint, until nothing is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple, Protocol

from runtime.contract.metrics import Metric
from runtime.contract.timing import Timing
from runtime.domain.delivery import (
    DeliveryStatus,
    Due,
    EndpointHealth,
    Lane,
    after_attempt,
    health_after,
)
from runtime.domain.errors import PaymentMissingError, UnavailableError, UnreadableRowError
from runtime.domain.event_store import DueEvents
from runtime.domain.merchant import Merchant
from runtime.domain.ports import Clock, Metrics, PaymentQueries, Random
from runtime.domain.webhook import Webhook
from runtime.domain.webhook_ports import WebhookAnswer, WebhookSender, WebhookSigner
from runtime.use_cases.read_events import find_event
from runtime.wire.events import event_body

TOGETHER: Final = 8
"""Events of one lane that are on their way at a time."""
TIME_TO_SEND: Final = 20
"""Seconds that must be left to begin with more: an answer takes ten at most."""
NOT_IN_LEDGER: Final = WebhookAnswer(None, "not_in_ledger")
"""What stands for an answer where the ledger does not show the event, and nothing was sent."""
MOMENT: Final = 1
"""Seconds from one look to the next while something is due again at once."""


class Merchants(Protocol):
    """Where each merchant is told."""

    def get(self, name: str) -> Merchant | None:
        """The merchant of this name.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        ...


class SideBySide(Protocol):
    """How several are done at a time."""

    def __call__(self, work: Callable[[Due], "Sent"], all_of: Sequence[Due]) -> list["Sent"]:
        """What came of each, in order."""
        ...


@dataclass(frozen=True, slots=True)
class DeliverEventsPorts:
    """What telling merchants needs from outside."""

    merchants: Merchants
    queries: PaymentQueries
    events: DueEvents
    signer: WebhookSigner
    sender: WebhookSender
    clock: Clock
    random: Random
    metrics: Metrics
    timing: Timing
    side_by_side: SideBySide
    wait: Callable[[float], None]
    time_left: Callable[[], float]


class Sent(NamedTuple):
    """What came of one event that was due."""

    answer: WebhookAnswer | None
    """None: it was not sent, for no fault of the endpoint's."""
    again_at: int | None = None
    """When it is due again."""
    failure: UnavailableError | None = None
    """Of our own infrastructure: the event is due still, and the sweeper comes back to it."""


class Delivered(NamedTuple):
    """What came of a lane."""

    taken: int = 0
    refused: int = 0
    unsent: int = 0
    failure: UnavailableError | None = None
    """Of our own infrastructure, which ended the lane; what is due stays due."""


def deliver_events(lane: Lane, ports: DeliverEventsPorts) -> Delivered:
    """Send what is due in a lane; what is left when time is short is found by the sweeper.

    So is what our own infrastructure kept from being sent: a message that came again for it would
    bar its lane for as long as it is out of sight.

    Raises:
        UnreadableRowError: what is stored of the merchant has no form that this code reads.
    """
    done: list[Sent] = []
    try:
        webhook = _webhook(lane, ports)
        if webhook is not None:
            _until_nothing_is_due(lane, webhook, done, ports)
    except UnavailableError as error:
        done.append(Sent(None, failure=error))
    answers = [each.answer for each in done if each.answer is not None]
    taken = sum(each.taken for each in answers)
    failure = next((each.failure for each in done if each.failure), None)
    return Delivered(taken, len(answers) - taken, len(done) - len(answers), failure)


def _webhook(lane: Lane, ports: DeliverEventsPorts) -> Webhook | None:
    merchant = ports.merchants.get(lane.merchant)
    return merchant.webhook if merchant else None


def _until_nothing_is_due(
    lane: Lane, webhook: Webhook, done: list[Sent], ports: DeliverEventsPorts
) -> None:
    health, soon = ports.events.health(lane.merchant), 0
    while health.rest_until <= ports.clock.now() and ports.time_left() >= TIME_TO_SEND:
        most = 1 if health.probed else TOGETHER
        batch = ports.events.due(lane, ports.clock.now(), most)
        if not batch:
            if soon < ports.clock.now():
                break
            ports.wait(MOMENT)
            continue
        if done:
            # A person may have moved the endpoint, or ended a secret, since the last batch.
            now_at = _webhook(lane, ports)
            if now_at is None:
                break
            webhook = now_at
        one = partial(_sent, webhook=webhook, ports=ports, paused=health.paused_at is not None)
        sent = ports.side_by_side(one, batch)
        done.extend(sent)
        if any(each.failure for each in sent):
            break
        now = ports.clock.now()
        until = now + 2 * ports.timing.webhook_steps[0]
        soon = max([soon, *(each.again_at or 0 for each in sent if _is_soon(each, until))])
        health = _keep_health(lane.merchant, health, sent, ports)


def _is_soon(sent: Sent, until: int) -> bool:
    """Whether it is waited for: nobody else would send it before a sweep."""
    return sent.again_at is not None and sent.again_at <= until


def _keep_health(
    merchant: str, before: EndpointHealth, sent: list[Sent], ports: DeliverEventsPorts
) -> EndpointHealth:
    answers = [each.answer for each in sent if each.answer is not None]
    if health_after(before, answers, ports.clock.now()) == before:
        return before
    # The other lane may have learned something meanwhile: its failures count, and its rest stays.
    known = ports.events.health(merchant)
    health = health_after(known, answers, ports.clock.now())
    if health != known:
        ports.events.set_health(merchant, health)
    return health


def _sent(due: Due, *, webhook: Webhook, ports: DeliverEventsPorts, paused: bool) -> Sent:
    try:
        return _send(due, webhook, ports, paused=paused)
    except UnavailableError as error:
        return Sent(None, failure=error)


def _send(due: Due, webhook: Webhook, ports: DeliverEventsPorts, *, paused: bool) -> Sent:
    try:
        event = find_event(due.event_id, due.lane.merchant, ports)
    except (PaymentMissingError, UnreadableRowError):
        # A query may see what is due before a read sees the row of the same transaction (DynamoDB,
        # "Isolation levels"), and a newer version may have written the row: both pass. Where the
        # ledger was brought back from before it, or a hand was in it, the last step gives it up.
        return Sent(None, _keep(due, NOT_IN_LEDGER, ports, paused=paused))
    body, at = event_body(event), ports.clock.now()
    signature = ports.signer.sign(due.lane.merchant, webhook.secret_ids, event.id, at, body)
    answer = ports.sender.post(webhook.url, _headers(event.id, at, signature), body)
    return Sent(answer, _keep(due, answer, ports, paused=paused))


def _keep(
    due: Due, answer: WebhookAnswer, ports: DeliverEventsPorts, *, paused: bool
) -> int | None:
    """Write what became of the event; when it is due again, if it is."""
    told = after_attempt(
        due,
        answer,
        ports.clock.now(),
        ports.random.fraction(),
        steps=ports.timing.webhook_steps,
        paused=paused,
    )
    if told.status is DeliveryStatus.PENDING:
        ports.events.put_off(due, told)
        return told.next_at
    if told.status is DeliveryStatus.GIVEN_UP:
        # Counted before it is written: an alarm too many is better than one too few.
        ports.metrics.count(Metric.EVENT_GIVEN_UP, event=due.event_id, answer=told.answer or "")
    ports.events.finish(due, told)
    return None


def _headers(event_id: str, at: int, signature: str) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "User-Agent": "Tillstack",
        "Webhook-Id": event_id,
        "Webhook-Signature": signature,
        "Webhook-Timestamp": str(at),
    }
