"""What is due at endpoints, as one run meets it, and what the run has learned of an endpoint."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from runtime.domain.delivery import DeliveryStatus, Due, EndpointHealth, Lane, Told
from runtime.domain.webhook import Webhook
from runtime.domain.webhook_ports import WebhookAnswer
from simulator.delivery_checks import (
    MOST_ATTEMPTS,
    delivered_is_taken,
    due_once,
    health_is_kept,
    waits,
)
from simulator.invocation import Invocation


@dataclass
class Learned:
    """What one run knows of an endpoint, and what it has done since it learned that."""

    webhook: Webhook | None = None
    health: EndpointHealth | None = None
    due: dict[str, Due] = field(default_factory=dict)
    """What it was told to be due, by event."""
    fresh: bool = False
    """Whether it learned that after all these answers."""
    posts: int = 0
    """Events sent since it learned how the endpoint is."""
    answers: list[WebhookAnswer] = field(default_factory=list)
    """To these."""
    mailed: set[str] = field(default_factory=set)
    """Mails that left, of which it has not written yet."""
    failed: dict[str, int] = field(default_factory=dict)
    """Event → when the endpoint did not take it."""

    @property
    def unkept(self) -> bool:
        """Whether the endpoint failed, and that is not written yet."""
        return bool(self.answers) and not any(answer.taken for answer in self.answers)

    def learn(self, health: EndpointHealth) -> None:
        """By a read or by a write of its own."""
        self.health, self.posts, self.fresh = health, 0, True


class SimDueEvents:
    """The DueEvents port: what the fake has, behind a line that refuses and loses answers."""

    def __init__(self, run: Invocation, learned: Learned) -> None:
        self._run = run
        self._learned = learned
        self._store = run.harness.observed.store.events

    def due(self, lane: Lane, now: int, limit: int) -> list[Due]:
        """The longest due first."""
        if self._learned.unkept:
            self._judge("goes on, and does not keep how the endpoint answered")
        self._learned.answers.clear()  # One was taken: nothing is to be kept of a well one.
        found = self._run.call("events", "due", lambda: self._store.due(lane, now, limit))
        self._learned.due |= {each.event_id: each for each in found}
        return found

    def finish(self, due: Due, told: Told) -> None:
        """Two writes: what became of it, and that it is due no more."""
        run = self._run
        run.call("events", "tell", lambda: self._tell(due, told), writes=True)
        run.call("events", "take_off", lambda: self._store.take_off(due), writes=True)

    def put_off(self, due: Due, told: Told) -> bool:
        """Both or nothing."""
        return self._run.call("events", "put_off", lambda: self._put_off(due, told), writes=True)

    def ask_again(self, due: Due) -> None:
        """Both or nothing."""
        self._run.call("events", "ask", lambda: self._store.ask_again(due), writes=True)

    def health(self, merchant: str) -> EndpointHealth:
        """How the endpoint is."""
        health = self._run.call("events", "health", lambda: self._store.health(merchant))
        self._learned.learn(health)
        return health

    def set_health(self, merchant: str, health: EndpointHealth) -> None:
        """The last to write it is right."""
        learned = self._learned
        before = learned.health or EndpointHealth()
        self._judge(*self.kept(before, health, self._run.now()))
        if not learned.fresh:
            self._judge("writes over what the other lane may have learned meanwhile")
        learned.answers.clear()
        learned.mailed.clear()

        def effect() -> None:
            endpoint = self._run.harness.observed.endpoints[merchant]
            if self._store.health(merchant).probed and not health.probed:
                endpoint.free_since = self._run.harness.scheduler.now
            self._store.set_health(merchant, health)
            counts = self._run.harness.coverage.counts
            counts["endpoints that rest"] += health.rest_until > 0
            counts["endpoints paused"] += health.paused_at is not None and before.paused_at is None
            counts["paused endpoints that are well again"] += bool(
                before.paused_at and not health.paused_at
            )

        learned.learn(health)
        self._run.call("events", "set_health", effect, writes=True)

    def kept(self, before: EndpointHealth, after: EndpointHealth, now: int) -> Iterator[str]:
        """What is wrong with what the run makes of an endpoint."""
        yield from health_is_kept(before, self._learned.answers, after, now)

    def _tell(self, due: Due, told: Told) -> None:
        run, merchant = self._run, due.lane.merchant
        self._judge(*delivered_is_taken(run.harness.observed, merchant, told))
        if told.status is DeliveryStatus.GIVEN_UP:
            run.harness.coverage.counts["events given up"] += told.answer != "not_in_ledger"
            if told.attempts != MOST_ATTEMPTS:
                self._judge(f"gives {due.event_id} up after {told.attempts} attempts")
        self._store.tell(merchant, told)

    def _put_off(self, due: Due, told: Told) -> bool:
        observed, health = self._run.harness.observed, self._learned.health or EndpointHealth()
        self._judge(*waits(due, told, health))
        done = self._store.put_off(due, told)
        self._judge(*due_once(observed, due.event_id))
        return done

    def _judge(self, *faults: str) -> None:
        run = self._run
        run.harness.judge([f"I24: {run.request_id}: {fault}." for fault in faults])
