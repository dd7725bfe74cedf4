"""The ports of those who tell merchants, one set for each run."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final, TypeVar

from runtime.contract.metrics import Metric
from runtime.domain.delivery import BusLane, Lane
from runtime.domain.email_event import Reason
from runtime.domain.errors import MailAccountRefusedError, UnavailableError, UnsendableMailError
from runtime.domain.merchant import Merchant
from runtime.domain.ports import Mail
from runtime.domain.webhook_ports import WebhookAnswer
from simulator.delivery_checks import comes_as_it_is, in_turn, left_alone
from simulator.due_events import Learned
from simulator.endpoints import disbelieved, signatures
from simulator.invocation import Invocation
from simulator.scheduler import Crash

CONTACT_FATES: Final = (
    UnavailableError,
    TimeoutError,
    MailAccountRefusedError,
    UnsendableMailError,
)
"""How a mail to a contact fails."""

OneT = TypeVar("OneT")
DoneT = TypeVar("DoneT")


class SimDirectory:
    """Who the merchants are, behind a line that refuses."""

    def __init__(self, run: Invocation, learned: Learned | None = None) -> None:
        self._run = run
        self._learned = learned or Learned()
        self.listed: dict[str, Merchant] = {}
        """By name, as the run saw them: a person may change one while it goes on."""

    def get(self, name: str) -> Merchant | None:
        """The merchant of this name."""
        endpoints = self._run.harness.observed.endpoints
        merchant = self._run.call("directory", "get", lambda: endpoints[name].merchant)
        self._learned.webhook = merchant.webhook
        return merchant

    def all(self) -> Iterator[Merchant]:
        """Every merchant."""
        endpoints = self._run.harness.observed.endpoints.values()
        found = self._run.call("directory", "all", lambda: [each.merchant for each in endpoints])
        self.listed = {each.name: each for each in found}
        yield from found


class SimSigner:
    """The WebhookSigner port."""

    def __init__(self, run: Invocation) -> None:
        self._run = run

    def sign(
        self, merchant: str, secret_ids: Sequence[str], event_id: str, at: int, body: bytes
    ) -> str:
        """One signature for each secret."""
        made = signatures(merchant, secret_ids, event_id, at, body)
        return self._run.call("signer", "sign", lambda: made)


class SimSender:
    """The WebhookSender port: every event that leaves is judged."""

    def __init__(self, run: Invocation, lane: Lane, learned: Learned) -> None:
        self._run = run
        self._lane = lane
        self._learned = learned

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> WebhookAnswer:
        """What the merchant's endpoint makes of it."""
        run, harness, merchant = self._run, self._run.harness, self._lane.merchant
        run.edge("before endpoint.post")
        endpoint, event_id = harness.observed.endpoints[merchant], headers["Webhook-Id"]
        harness.judge(
            [
                f"{name}: {run.request_id}: {fault}."
                for name, faults in (
                    ("I23", comes_as_it_is(harness.observed, merchant, event_id, body)),
                    ("I23", disbelieved(endpoint, headers, body)),
                    ("I24", self._untimely(url, event_id)),
                )
                for fault in faults
            ]
        )
        self._learned.posts += 1
        fate = harness.troubles.fate(merchant, event_id)
        harness.note(run.request_id, f"{merchant} {event_id} {fate.answer}")
        harness.coverage.counts["events that came again"] += endpoint.sent[event_id] > 0
        endpoint.sent[event_id] += 1
        endpoint.took[event_id] += fate.takes
        if fate.seconds:
            harness.scheduler.pause(fate.seconds)
        run.edge("after endpoint.post")
        self._learned.answers.append(fate.answer)
        self._learned.fresh = False
        self._learned.failed |= {} if fate.answer.taken else {event_id: harness.scheduler.now}
        return fate.answer

    def _untimely(self, url: str, event_id: str) -> Iterator[str]:
        learned, now = self._learned, self._run.now()
        due = learned.due.get(event_id)
        if due is None or due.due_at > now:
            yield f"sends {event_id}, which is not due"
        if learned.webhook is None or url != learned.webhook.url:
            yield f"sends to {url}, where nobody is to be told"
        yield from left_alone(learned.health, learned.posts, now)
        if due is not None:
            yield from in_turn(self._run.harness.observed, due, learned.due)


class SimLanes:
    """The EventLanes port."""

    def __init__(self, run: Invocation) -> None:
        self._run = run
        self.woken: set[Lane | BusLane] = set()
        """Those that this run woke, or tried to."""

    def wake(self, lane: Lane | BusLane) -> None:
        """Put a message in."""
        self.woken.add(lane)
        queue = self._run.harness.lane_queue
        self._run.call("event_queue", "wake", lambda: queue.wake(lane), writes=True)


class ContactMailer:
    """The Mailer port, for the mails that tell a contact of a pause."""

    def __init__(self, run: Invocation, learned: Learned) -> None:
        self._run = run
        self._learned = learned

    @property
    def owed(self) -> bool:
        """Whether it was told, and the endpoint is paused still, and nobody wrote that."""
        health = self._learned.health
        return bool(self._learned.mailed and health and health.paused_at)

    def send(self, mail: Mail) -> str:
        """Take one mail, or fail in one of the ways that the port names.

        Raises:
            UnavailableError, MailAccountRefusedError, UnsendableMailError, TimeoutError: as the
                port says.
        """
        run, learned, harness = self._run, self._learned, self._run.harness
        run.edge("before mailer.tell_contact")
        if learned.health is None or learned.health.told_at is not None:
            harness.judge([f"I22: {run.request_id} tells a contact once more."])
        rng, rate = harness.endpoint_rng, harness.options.mail
        fate = rng.choice(CONTACT_FATES) if harness.fault_injection.chance(rate) else None
        if fate in {UnavailableError, TimeoutError}:
            raise run.failure(fate("The mail was not taken."))
        if fate is MailAccountRefusedError:
            raise run.failure(MailAccountRefusedError("it has paused us"))
        learned.fresh = False
        learned.mailed.add(mail.notification_id)
        _, merchant, _ = mail.notification_id.split("-")
        harness.observed.endpoints[merchant].told.add(mail.notification_id)
        harness.coverage.counts["contacts told of a pause"] += 1
        if fate is UnsendableMailError:
            raise run.failure(UnsendableMailError("it knows that address", Reason.REJECTED))
        run.edge("after mailer.tell_contact")
        return "told"


class Rings:
    """The run's metrics, which remember for which merchant an alarm rang."""

    def __init__(self, run: Invocation) -> None:
        self._run = run
        self.rung: set[tuple[str, str]] = set()

    def count(self, metric: Metric, **facts: str | int) -> None:
        """Add one to a metric."""
        self._run.count(metric, **facts)
        merchant = str(facts.get("merchant", ""))
        self.rung.add((metric, merchant))
        if merchant:
            self._run.harness.observed.endpoints[merchant].rung[metric] += 1


def side_by_side(
    run: Invocation, work: Callable[[OneT], DoneT], all_of: Sequence[OneT]
) -> list[DoneT]:
    """Each in a task of its own, as the function's threads do it."""
    if len(all_of) == 1:
        return [work(all_of[0])]
    scheduler, done, errors = run.harness.scheduler, dict[int, DoneT](), list[Exception]()

    def do(number: int, one: OneT) -> None:
        try:
            done[number] = work(one)
        except Exception as error:  # noqa: BLE001 - raised once all have ended, as with threads.
            errors.append(error)

    for number, one in enumerate(all_of):
        scheduler.after(0, partial(scheduler.start, partial(do, number, one)))
    while len(done) + len(errors) < len(all_of):
        scheduler.pause(1)
        if run.dead:
            raise Crash
    if errors:
        raise errors[0]
    return [done[number] for number in range(len(all_of))]
