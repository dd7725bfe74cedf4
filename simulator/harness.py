"""The real use cases, simulated ports, queues, a sweeper and a PSP, and who observes them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from runtime.domain.ports import Mail
from runtime.domain.retention import DAY, Progress
from runtime.domain.state_machine import Change
from runtime.use_cases.sent_messages import SentMessages
from simulator.book import KEPT, Book
from simulator.bus import Bus
from simulator.checks import look
from simulator.coverage import Coverage
from simulator.dead_letters import process_dead_letter
from simulator.email_events import EmailEventQueue, mail_taken
from simulator.endpoints import Troubles
from simulator.fault_injection import FaultInjection, Options
from simulator.hands import meddle_sometime
from simulator.lanes import LaneQueue
from simulator.observed import ApiReply, Observed
from simulator.queues import Queue, by_id, readable
from simulator.rest import answered
from simulator.scheduler import Act, Scheduler
from simulator.telling import wrote
from simulator.times import TIMEOUTS
from simulator.use_cases import run_notify, run_process
from simulator.webhooks import Receiver, announce

LANDINGS: Final = (15, 60, 120, 900, 9_000, 100_000)
FIRST_PASSES: Final = 3
EARLY: Final = 5
"""A process dies so much more often at a point that was passed so rarely in this history."""
CONTAINERS: Final = 3
"""Of the acceptor: what one of them has sent, the others don't know."""
LONGEST_LANDING: Final = 60
"""Seconds: once faults stop, what the PSP still owes happens within these."""


class BrokenPromiseError(AssertionError):
    """A promise was broken; the text says which, and of which payment."""


@dataclass(eq=False, slots=True)
class Later:
    """Something that the PSP will do at a time of its own."""

    act: Act
    done: bool = False

    def __call__(self) -> None:
        """Do it, once."""
        if not self.done:
            self.done = True
            self.act()


class Harness:
    """Everything of one history."""

    def __init__(self, seed: object, options: Options) -> None:
        rng = Random(f"world {seed}")  # noqa: S311 - reproducible on purpose.
        self.seed, self.options = seed, options
        self.scheduler = Scheduler(rng)
        self.fault_injection = FaultInjection(options, rng, self.scheduler.now)
        self.coverage = Coverage()
        self.observed = Observed(
            Book(self.later, self._changed),
            timing=options.timing,
            skew=options.skew,
            kept=options.kept_payers,
            four_eyes=options.four_eyes,
        )
        # A history is the first days of its stack.
        self.observed.progress.progress = Progress(until=self.scheduler.now - DAY)
        self.metrics = self.observed.metrics
        self.dead_letters = Queue(self, "process_dead_letter", process_dead_letter, None)
        self.mail_letters: list[str] = []
        self.queue = Queue(self, "processor", by_id(run_process), self.dead_letters.take)
        self.notification_queue = Queue(
            self,
            "notifier",
            by_id(run_notify),
            lambda letter: self.mail_letters.append(letter.body),
        )
        self.receiver = Receiver()
        self.events = 0
        """How many events the PSP has made."""
        self.email_events = EmailEventQueue(self)
        self.email_event_rng = Random(f"feedback {seed}")  # noqa: S311 - as above.
        self._kept_rng = Random(f"kept {seed}")  # noqa: S311 - as above.
        self.hand_rng = Random(f"hand {seed}")  # noqa: S311 - as above.
        self.eraser_rng = Random(f"eraser {seed}")  # noqa: S311 - as above.
        self.people_rng = Random(f"people {seed}")  # noqa: S311 - as above.
        self.expiry_rng = Random(f"expiry {seed}")  # noqa: S311 - as above.
        self._container_rng = Random(f"container {seed}")  # noqa: S311 - as above.
        self.endpoint_rng = Random(f"endpoints {seed}")  # noqa: S311 - as above.
        self.troubles = Troubles(self)
        self.bus = Bus(self)
        self.lane_queue = LaneQueue(self)
        self._containers = [SentMessages() for _ in range(CONTAINERS)]
        self.dies: Callable[[str], bool] = self._dies
        """Whether the process dies at this boundary."""
        self.lies: dict[str, list[str]] = {}
        """PSP method, `mail`, `email_events`, port (`refused`.

        `lost`) → fates of its next calls.
        """
        self.timeline: list[tuple[int, str, str]] = []
        self._later: list[Later] = []
        self._number = 0

    def _dies(self, point: str) -> bool:
        """Rare points would hardly ever be died at, so the first passes are the dangerous ones."""
        often = EARLY if self.coverage.passed[point] <= FIRST_PASSES else 1
        return self.fault_injection.chance(self.options.crash * often)

    def timeout(self, function: str) -> int:
        """Seconds of one invocation."""
        processor = self.options.timing.processor_timeout
        return TIMEOUTS.get(function, processor) if self.options.own_timeouts else processor

    def next_number(self) -> int:
        """Counts whatever needs a name."""
        self._number += 1
        return self._number

    def container(self) -> SentMessages:
        """What the container has sent that takes the next request."""
        return self._container_rng.choice(self._containers)

    def note(self, who: str, what: str) -> None:
        """A line of the timeline."""
        self.timeline.append((self.scheduler.now, who, what))

    def scripted(self, method: str) -> str:
        """The fate that was ordered for the next call of this method, or nothing."""
        ordered = self.lies.get(method)
        return ordered.pop(0) if ordered else ""

    def kept_fate(self) -> str:
        """What the PSP answers to the next call, and keeps where that call has a key.

        Drawn apart, so that a seed without it draws what it drew before.
        """
        kept = self.fault_injection.on and self._kept_rng.random() < self.options.kept
        return self._kept_rng.choice(tuple(KEPT)) if kept else ""

    def judge(self, faults: Sequence[str]) -> None:
        """Broken promises end the history."""
        if faults and self.scheduler.error is None:
            self.scheduler.error = BrokenPromiseError("\n".join(faults))

    def look(self, payment_id: str) -> None:
        """Check one payment now."""
        self.judge(look(self.observed, payment_id))

    def redrive(self) -> None:
        """Send what is in the dead-letter queues back to where it came from."""
        mails, self.mail_letters[:] = list(self.mail_letters), []
        for body in mails:
            self.notification_queue.put(body, again=True)
        letters = self.dead_letters.drain()
        for body in letters:
            self.queue.put(body, again=True)
        self.coverage.counts["dead letters redriven"] += len(letters)

    def _changed(self, payment_id: str) -> None:
        """The PSP's record of a payment changed."""
        self.look(payment_id)
        announce(self, payment_id)

    def later(self, act: Act) -> None:
        """Let the PSP do something between now and tomorrow."""
        landing = Later(act)
        self._later.append(landing)
        latest = self.options.latest if self.fault_injection.on else LONGEST_LANDING
        most = self.fault_injection.rng.choice([most for most in LANDINGS if most <= latest])
        self.scheduler.after(self.fault_injection.within(1, most), landing)

    def hurry_one(self) -> None:
        """Let one thing that the PSP still owes happen now."""
        waiting = [landing for landing in self._later if not landing.done]
        if waiting:
            self.fault_injection.rng.choice(waiting)()

    def heal(self) -> None:
        """No fault from now on; what the PSP still owes happens within a minute."""
        self.note("history", "faults stop")
        self.fault_injection.on = False
        self.lies.clear()
        self.dies = lambda _: False
        for landing in self._later:
            if not landing.done:
                self.scheduler.after(self.fault_injection.within(1, LONGEST_LANDING), landing)

    def wrote(self, change: Change) -> None:
        """The ledger took a change."""
        after = change.after
        self.observed.first.setdefault(after.payment_id, after)
        for entry in change.entries:
            name = entry.data.get("transition") or entry.data.get("notification", {}).get("status")
            self.note(entry.request_id, f"{entry.payment_id} {entry.seq} {entry.type} {name}")
        self.coverage.change(change)
        wrote(self, change)
        self.look(after.payment_id)
        meddle_sometime(self, after.payment_id)

    def mailed(self, mail: Mail, request_id: str) -> str:
        """The mail service took a mail, and calls it by this id from now on."""
        self.note(request_id, f"mail {mail.notification_id} {mail.template}")
        earlier = {one.notification_id for one in self.observed.mails}
        self.coverage.counts["mails sent twice"] += mail.notification_id in earlier
        self.observed.mails.append(mail)
        self.look(mail.notification_id.rpartition("-")[0])
        message_id = f"mail-{len(self.observed.mails)}"
        mail_taken(self, mail, message_id)
        return message_id

    def deleted(self, body: str) -> None:
        """A message was acknowledged: only one that could be read may be (I16)."""
        payment_id = readable(body)
        if payment_id is None:
            self.judge(["I16: a message that nobody can read was deleted."])
        else:
            self.look(payment_id)

    def answered(self, answer: ApiReply) -> None:
        """A client heard something."""
        self.note(answer.request_id, f"answers {answer.http_status} to {answer.ask.key}")
        self.observed.answers.append(answer)
        self.judge(list(answered(self.observed, answer)))
        self.coverage.counts["5xx answers"] += answer.http_status >= 500
        self.coverage.counts["keys reused for another body"] += answer.http_status == 422
