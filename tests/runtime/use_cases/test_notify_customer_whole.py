"""Every word of telling the payer, as `notify_customer.json` has it."""

from collections.abc import Mapping
from typing import Any, Final

import pytest

from runtime.domain import state_machine
from runtime.domain.email_event import Reason
from runtime.domain.errors import (
    ConflictError,
    MailAccountRefusedError,
    UnavailableError,
    UnsendableMailError,
)
from runtime.domain.payment import MailStatus
from runtime.use_cases.notify_customer import notify_customer
from runtime.use_cases.receive_email_event import receive_email_event
from runtime.use_cases.resend_notification import resend_notification
from tests.fakes import whole
from tests.fakes.mail import told
from tests.fakes.payments import ID, TIMING, Harness
from tests.fakes.stories import Do, after

EXPECTED: Final = whole.expected(__file__, "notify_customer.json")


def notify(harness: Harness) -> None:
    """One message for the notifier."""
    notify_customer(ID, harness.notifying())


def refused(error: Exception, *, sent: bool = False) -> Do:
    """One message, and the mail service says this."""

    def play(harness: Harness) -> None:
        harness.mailer.fail_next("send", error, after=sent)
        notify(harness)

    return play


def conflict(play: Do) -> Do:
    """Somebody else writes first."""

    def lost(harness: Harness) -> None:
        harness.ledger.fail_next("commit", ConflictError("moved"))
        play(harness)

    return lost


def claimed(harness: Harness) -> None:
    """Another notifier has begun."""
    payment, until = harness.succeeded(), harness.clock.now() + TIMING.mail_lease
    stamp, due = harness.stamp(), until + TIMING.first_sweep
    harness.write(
        state_machine.notify(
            payment, MailStatus.SENDING, stamp, due_at=due, owner="o", lease_until=until
        )
    )


def described(harness: Harness) -> None:
    """A success with all that a mail can say of it."""
    payment = harness.succeeded()
    fields: dict[str, Any] = {"description": "Two books", "reference": "order-1", "locale": "pt-BR"}
    harness.ledger.rows[ID] = payment.model_copy(update=fields)


def hear(reason: Reason | None, message: str = "ses-1") -> Do:
    """The mail service says what became of a mail."""

    def play(harness: Harness) -> None:
        text = told(harness.row().notification.id, message, reason)
        receive_email_event(text, harness.receiving_email_events())

    return play


def resend(harness: Harness) -> None:
    """A person asks for it once more."""
    person = "arn:aws:iam::111122223333:user/jane"
    ports = harness.operating()
    resend_notification(ID, operator=person, request_id="request-7", ports=ports)


DAY: Final = 24 * 3600
PAUSED: Final = MailAccountRefusedError("MessageRejected: paused")
UNSENDABLE: Final = UnsendableMailError("no", Reason.SUPPRESSED)
STORIES: Final[Mapping[str, tuple[Do, Do]]] = {
    "told of a success": (described, notify),
    "told of a failure": (Harness.failed, notify),
    "nobody knows": (Harness.succeeded, refused(TimeoutError(), sent=True)),
    "refused for now": (Harness.succeeded, refused(UnavailableError("SES"))),
    "refused for now an hour later": (
        Harness.succeeded,
        after(3600, refused(UnavailableError("SES"))),
    ),
    "the account is refused": (Harness.succeeded, refused(PAUSED)),
    "the address is refused": (Harness.succeeded, refused(UNSENDABLE)),
    "due for a day": (Harness.succeeded, after(DAY - 11, notify)),
    "due for a day but a second": (Harness.succeeded, after(DAY - 12, notify)),
    "somebody else is faster": (Harness.succeeded, conflict(notify)),
    "somebody else is sending": (claimed, notify),
    "whoever was sending is gone": (claimed, after(TIMING.mail_lease - 11, notify)),
    "sent already": (Harness.told, notify),
    "canceled": (Harness.canceled, notify),
    **{
        f"the mail service says {reason}": (Harness.told, hear(reason))
        for reason in (*Reason, None)
        if reason not in (Reason.EXPIRED, Reason.TERMS_CHANGED, Reason.ERASED)
    },
    "it says so of another mail": (Harness.told, hear(Reason.BOUNCED, "ses-2")),
    "it says so after a day": (Harness.told, after(DAY, hear(Reason.REJECTED))),
    "it says so, and somebody writes first": (Harness.told, conflict(hear(Reason.BOUNCED))),
    "once more": (Harness.told, resend),
    "once more, and somebody writes first": (Harness.told, conflict(resend)),
}


@pytest.mark.parametrize("name", STORIES)
def test_telling_the_payer_leaves_this_behind(name: str) -> None:
    """What was written, sent and counted, and the mail itself: nothing is missing or left over."""
    assert whole.of_story(*STORIES[name]) == EXPECTED[name]


def test_no_story_is_expected_that_is_not_told() -> None:
    """The file names those that are played, and no others."""
    assert set(EXPECTED) == set(STORIES)
