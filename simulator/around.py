"""The machine's steps around a payment: events of the PSP, people, the night, and dead letters."""

from functools import partial

import hypothesis.strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, rule

from runtime.wire.queue_message import encode
from simulator.clients import Client
from simulator.email_events import FATES
from simulator.erasing import erase_now
from simulator.hands import WRONG, meddle
from simulator.harness import Harness
from simulator.operating import resend_now, resolve_now
from simulator.psp import OTHER_FATES
from simulator.reconciling import compare_now
from simulator.scheduler import Act
from simulator.webhooks import deliver_webhook, happened

TWICE = st.integers(1, 2)
"""More than once is at the same time."""
NOT_OURS = (None, "", "pay_x", "another's")


class Around(RuleBasedStateMachine):
    """A harness that others move besides merchants, queues and workers."""

    clients: Bundle[Client] = Bundle("clients")
    harness: Harness

    @rule(client=clients, times=TWICE, forged=st.booleans())
    def event(self, client: Client, times: int, *, forged: bool) -> None:
        """The PSP says that something happened, or somebody else does; also before it answers."""
        event = happened(self.harness, client.id)
        for _ in range(times):
            self._soon(partial(deliver_webhook, self.harness, event, forged=forged))

    @rule(about=st.sampled_from(NOT_OURS))
    def event_of_others(self, about: str | None) -> None:
        """An event about an object that is not ours."""
        event = happened(self.harness, about)
        self._soon(partial(deliver_webhook, self.harness, event))

    @rule(
        client=clients,
        said=st.sampled_from(("succeeded", "failed")),
        evidence=st.sampled_from(("TICKET-1", "TICKET-1", "", None)),
        times=TWICE,
    )
    def resolve(self, client: Client, said: str, evidence: str | None, times: int) -> None:
        """A person says what is so, true or not, with evidence or without."""
        for _ in range(times):
            act = partial(resolve_now, self.harness, client.id, said, evidence)
            self._soon(partial(self.harness.scheduler.start, act))

    @rule(client=clients, times=TWICE)
    def resend(self, client: Client, times: int) -> None:
        """A person asks for the mail again."""
        for _ in range(times):
            act = partial(resend_now, self.harness, client.id)
            self._soon(partial(self.harness.scheduler.start, act))

    @rule(client=clients, times=TWICE)
    def erase(self, client: Client, times: int) -> None:
        """A person has the payer erased."""
        for _ in range(times):
            act = partial(erase_now, self.harness, client.id)
            self._soon(partial(self.harness.scheduler.start, act))

    @rule(fates=st.lists(st.sampled_from(("", *sorted(set(OTHER_FATES)))), max_size=1))
    def reconcile(self, fates: list[str]) -> None:
        """The nightly comparison, in whatever state; the list may lag or break off."""
        self.harness.lies["list"] = fates
        self._soon(partial(self.harness.scheduler.start, partial(compare_now, self.harness)))

    @rule(fates=st.lists(st.sampled_from(sorted(FATES)), min_size=1, max_size=2))
    def mails_bounce(self, fates: list[str]) -> None:
        """How the mail service says of the next mails that they bounced: too early, twice, late."""
        self.harness.lies["email_events"] = fates

    @rule(client=clients, times=TWICE)
    def message_dies(self, client: Client, times: int) -> None:
        """A message of the payment was received ten times, and our own infrastructure failed."""
        for _ in range(times):
            self._soon(partial(self.harness.dead_letters.put, encode(client.id)))

    @rule(client=clients, term=st.sampled_from(sorted(WRONG)))
    def meddle(self, client: Client, term: str) -> None:
        """A hand writes to the payment's row, past every use case."""
        self._soon(partial(meddle, self.harness, client.id, term))

    @rule()
    def redrive(self) -> None:
        """A person sends what is in the dead-letter queues back to where it came from."""
        self._soon(self.harness.redrive)

    def _soon(self, act: Act) -> None:
        self.harness.scheduler.after(0, act)
        self.harness.scheduler.run(self.harness.scheduler.now)
