"""A mail service that says afterwards what became of a mail: late, twice, in any order, too early.

It says so in the service's own words, so that the adapter that reads them is tried as well.
"""

from functools import partial
from typing import TYPE_CHECKING, Final

from runtime.adapters.ses_email_events import SesEmailEvents
from runtime.domain.email_event import Reason
from runtime.domain.errors import MailUnderWayError
from runtime.domain.ports import Mail
from runtime.use_cases.receive_email_event import ReceiveEmailEventPorts, receive_email_event
from simulator.invocation import Invocation
from simulator.observed import Said
from simulator.ports import SimLedger
from simulator.queues import Message, Queue, by_text
from tests.fakes.ses_event import bounce, complaint, reject, rendering_failure

if TYPE_CHECKING:
    from simulator.harness import Harness

FATES: Final = {
    "overtakes": (0,),
    "comes": (2,),
    "comes twice": (1, 1),
    "comes for days": (0, 90, 7_200, 100_000),
}
"""How an event comes → the seconds after its mail was taken at which a copy of it does."""

KINDS: Final = (
    (Reason.BOUNCED, bounce),
    (Reason.BOUNCED, partial(bounce, "Transient", "General")),
    (Reason.SUPPRESSED, partial(bounce, "Permanent", "OnAccountSuppressionList")),
    (Reason.COMPLAINED, complaint),
    (Reason.RENDERING_FAILED, rendering_failure),
    (Reason.REJECTED, reject),
    (None, partial(bounce, "Transient", "General", action=None)),
)


class EmailEventQueue(Queue):
    """Takes the service's events; what it can't finish in time is parked for a person."""

    def __init__(self, harness: "Harness") -> None:
        super().__init__(harness, "receive_email_event", by_text(receive), self._park)

    def works(self, *, unreadable: bool = True) -> bool:
        """Whether an event is still to come, or to come again."""
        del unreadable
        return bool(self.waiting)

    def _deleted(self, body: str) -> None:
        named = SesEmailEvents().parse(body).notification_id or ""
        self._harness.look(named.rpartition("-")[0])

    def _park(self, letter: Message) -> None:
        parsed = SesEmailEvents().parse(letter.body)
        self._harness.observed.parked.add(parsed.message_id or "")


def receive(harness: "Harness", body: str, run: Invocation) -> None:
    """What the function does with one event.

    Raises:
        MailUnderWayError: the event overtook the notifier's own write; it comes again.
    """
    events, timing = SesEmailEvents(), harness.observed.timing
    ports = ReceiveEmailEventPorts(SimLedger(run), events, run, run, timing, run.request_id)
    try:
        receive_email_event(body, ports)
    except MailUnderWayError as error:
        harness.coverage.counts["events that overtook the notifier"] += 1
        run.injected.append(error)
        raise


def mail_taken(harness: "Harness", mail: Mail, message_id: str) -> None:
    """The service took a mail: what will it say? An ordered fate is that of a bounce."""
    rng, fate = harness.email_event_rng, harness.scripted("email_events")
    if not fate and not (
        harness.fault_injection.on and rng.random() < harness.options.email_events
    ):
        return
    reason, write = KINDS[0] if fate else rng.choice(KINDS)
    event = write(notification=mail.notification_id, message=message_id)
    harness.observed.said[message_id] = Said(mail.notification_id, reason)
    harness.coverage.counts[f"mails {reason or 'answered by a machine'}"] += 1
    fate = fate or rng.choice(tuple(FATES))
    for seconds in FATES[fate]:
        harness.note("mailer", f"will say {reason} of {message_id} in {seconds} s")
        harness.scheduler.after(seconds, partial(harness.email_events.put, event))
    if fate == "overtakes":
        harness.scheduler.pause(1)  # The notifier has its answer when the event is long there.
