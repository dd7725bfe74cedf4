"""The mail service: it throttles, pauses us, loses answers, and knows an address that bounces."""

from typing import Final

from runtime.domain.email_event import Reason
from runtime.domain.errors import MailAccountRefusedError, UnavailableError, UnsendableMailError
from runtime.domain.ports import Mail
from simulator.invocation import Invocation

DRAWN_MAIL_FATES: Final = ("throttled", "never sent", "answer lost")
"""What becomes of one mail by chance."""
MAIL_FATES: Final = (*DRAWN_MAIL_FATES, "account refused")
"""A paused account is paused for every mail, and for hours: no chance, but an outage."""
BOUNCING = "nobody@example.com"
"""The mail service refuses this address for good."""


class SimMailer:
    """The Mailer port."""

    def __init__(self, run: Invocation) -> None:
        self._run = run

    def send(self, mail: Mail) -> str:
        """Take one mail.

        Raises:
            UnavailableError, MailAccountRefusedError, UnsendableMailError, TimeoutError: as the
                port says.
        """
        run, harness = self._run, self._run.harness
        run.edge("before mailer.send")
        if mail.to.get_secret_value() == BOUNCING:
            harness.observed.unsendable.add(mail.notification_id)
            raise run.failure(UnsendableMailError("it knows that address", Reason.REJECTED))
        fate = self._fate()
        if fate == "account refused":
            harness.coverage.counts["mails refused for the account"] += 1
            harness.observed.refused.add((mail.notification_id, run.request_id))
            raise run.failure(MailAccountRefusedError("it has paused us"))
        if fate == "throttled":
            raise run.failure(UnavailableError("The mail service is throttled."))
        if fate == "never sent":
            raise run.failure(TimeoutError("The mail never reached the service."))
        message_id = harness.mailed(mail, run.request_id)
        if fate == "answer lost":
            harness.coverage.counts["mails whose answer was lost"] += 1
            raise run.failure(TimeoutError("The mail service's answer was lost."))
        run.edge("after mailer.send")
        return message_id

    def _fate(self) -> str:
        harness = self._run.harness
        if harness.fault_injection.out("mailer", harness.scheduler.now):
            return "account refused"
        drawn = harness.fault_injection.chance(harness.options.mail)
        return harness.scripted("mail") or (
            harness.fault_injection.rng.choice(DRAWN_MAIL_FATES) if drawn else ""
        )
