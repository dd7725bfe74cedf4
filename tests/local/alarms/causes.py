"""What makes our own functions count something that a person should look at: each done to them."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

from runtime.contract.metrics import Metric
from runtime.domain.circuit import Circuit, FailureReason, State
from runtime.domain.email_event import Reason
from runtime.domain.errors import (
    MailAccountRefusedError,
    SignatureInvalidError,
    UnavailableError,
    UnsendableMailError,
)
from runtime.domain.payment import payment_id
from runtime.domain.psp import Outcome, OutcomeKind
from runtime.handlers import (
    notify_customer,
    process_dead_letter,
    process_payment,
    receive_email_event,
)
from runtime.use_cases.receive_webhook import ReceiveWebhookPorts, receive_webhook
from runtime.use_cases.resend_notification import resend_notification
from runtime.wire.queue_message import encode
from tests.fakes.mail import told
from tests.fakes.payments import ID, REF, Harness, paid
from tests.local.alarms.scheduled_causes import SCHEDULED
from tests.local.alarms.telling_causes import TELLING
from tests.runtime.handlers.events import post, records
from tests.runtime.handlers.test_accept_payment import ask
from tests.runtime.use_cases.test_receive_webhook import FakeEvents

Cause = Callable[[Harness], object]
Handler = Callable[[Harness, str], object]

REFUSED: Final = Outcome(OutcomeKind.MISCONFIGURED, "provider_misconfigured")
REJECTED: Final = Outcome(OutcomeKind.REJECTED, "provider_rejected")
AWAY: Final = Outcome(OutcomeKind.UNKNOWN, "provider_unavailable")
DOWN: Final = UnavailableError("away")


def _process(harness: Harness, text: str) -> None:
    process_payment.respond(records(text), ports=harness.processing, metrics=harness.metrics)


def _process_dead(harness: Harness, text: str) -> None:
    process_dead_letter.respond(records(text), ports=harness.processing, metrics=harness.metrics)


def _notify(harness: Harness, text: str) -> None:
    notify_customer.respond(records(text), ports=harness.notifying, metrics=harness.metrics)


def _hear(harness: Harness, text: str) -> None:
    ports = harness.receiving_email_events
    receive_email_event.respond(records(text), ports=ports, metrics=harness.metrics)


def _after(prepare: Cause, handle: Handler, text: str = encode(ID)) -> Cause:
    """The message of the payment comes once all is prepared."""

    def cause(harness: Harness) -> None:
        prepare(harness)
        handle(harness, text)

    return cause


def _refused_by_the_psp(harness: Harness) -> None:
    harness.accepted()
    harness.psp.script("prepare", [REFUSED])


def _rejected_by_the_psp(harness: Harness) -> None:
    harness.accepted()
    harness.psp.script("charge", [REJECTED])


def _paid_after_all(harness: Harness) -> None:
    harness.failed()
    harness.psp.take(REF)


def _paid_too_little(harness: Harness) -> None:
    harness.psp.script("lookup", [paid(harness.verifying(), amount_received=1)])


def _circuit_unreadable(harness: Harness) -> None:
    harness.accepted()
    harness.circuit.fail_next("get", DOWN)


def _circuit_open(harness: Harness) -> None:
    harness.accepted()
    until = harness.clock.now() + 30
    harness.circuit.circuit = Circuit(1, State.OPEN, until, 1, FailureReason.FAILING)


def _nobody_takes_mails(harness: Harness) -> None:
    harness.accepted()
    harness.notification_queue.refusing = True


def _out_of_time(harness: Harness) -> None:
    harness.accepted()
    harness.seconds_left = 14.9


def _no_ledger(harness: Harness) -> None:
    harness.accepted()
    harness.ledger.fail_next("commit", DOWN)


def _mail_account_refused(harness: Harness) -> None:
    harness.succeeded()
    harness.mailer.fail_next("send", MailAccountRefusedError("paused"))


def _mail_and_queue_refused(harness: Harness) -> None:
    _mail_account_refused(harness)
    harness.notification_queue.refusing = True


def _mail_undeliverable(harness: Harness) -> None:
    harness.succeeded()
    harness.mailer.fail_next("send", UnsendableMailError("no", Reason.SUPPRESSED))


def _mail_event(reason: Reason, notification: str | None = None) -> Cause:
    def cause(harness: Harness) -> None:
        known = harness.told().notification.id
        _hear(harness, told(notification or known, "ses-1", reason))

    return cause


def _no_key_to_seal(harness: Harness) -> None:
    harness.cipher.fail_next("seal", DOWN)
    ask(harness, post())


def _no_key_to_open(harness: Harness) -> None:
    harness.succeeded()
    harness.cipher.fail_next("open", DOWN)


def _no_key_for_the_card(harness: Harness) -> None:
    harness.accepted()
    harness.cipher.fail_next("open", DOWN)


def _nothing(_: Harness) -> None:
    """Nothing at all."""


def _accept_into_nowhere(harness: Harness) -> None:
    harness.queue.refusing = True
    ask(harness, post())


def _resend_into_nowhere(harness: Harness) -> None:
    harness.told()
    harness.notification_queue.refusing = True
    resend_notification(ID, operator="arn:jane", request_id="r", ports=harness.operating())


def _webhook_unsigned(harness: Harness) -> None:
    events = FakeEvents(SignatureInvalidError("Not signed."))
    ports = ReceiveWebhookPorts(events, harness.ledger, harness.queue, harness.metrics)
    with suppress(SignatureInvalidError):
        receive_webhook({}, b"{}", ports)


def _steps(handle: Handler) -> Mapping[Metric, Cause]:
    """Of the two functions that take a payment a step further."""
    return {
        Metric.KEY_SERVICE_FAILED: _after(_no_key_for_the_card, handle),
        Metric.MESSAGE_UNREADABLE: _after(_nothing, handle, "{}"),
        Metric.PAID_AFTER_FAILED: _after(_paid_after_all, handle),
        Metric.PSP_CIRCUIT_OPENED: _after(_refused_by_the_psp, handle),
        Metric.PSP_CIRCUIT_UNREADABLE: _after(_circuit_unreadable, handle),
        Metric.PSP_CIRCUIT_WAITED: _after(_circuit_open, handle),
        Metric.PSP_MISCONFIGURED: _after(_refused_by_the_psp, handle),
        Metric.PSP_REJECTED: _after(_rejected_by_the_psp, handle),
        Metric.REQUIRES_REVIEW: _after(_paid_too_little, handle),
        Metric.SEND_AFTER_COMMIT_FAILED: _after(_nobody_takes_mails, handle),
        Metric.STEP_OUT_OF_TIME: _after(_out_of_time, handle),
        Metric.UNKNOWN_PAYMENT: _after(_nothing, handle),
    }


CAUSES: Final[Mapping[str, Mapping[Metric, Cause]]] = {
    "accept_payment": {
        Metric.KEY_SERVICE_FAILED: _no_key_to_seal,
        Metric.SEND_AFTER_COMMIT_FAILED: _accept_into_nowhere,
    },
    "receive_webhook": {Metric.WEBHOOK_SIGNATURE_INVALID: _webhook_unsigned},
    "process_payment": _steps(_process),
    "process_dead_letter": {
        **_steps(_process_dead),
        Metric.DEAD_LETTER: _after(_nothing, _process_dead),
        Metric.DEAD_LETTER_LEFT: _after(_no_ledger, _process_dead),
        Metric.DEAD_LETTER_STUCK: _after(_nothing, _process_dead, "{}"),
    },
    "notify_customer": {
        Metric.KEY_SERVICE_FAILED: _after(_no_key_to_open, _notify),
        Metric.MAIL_ACCOUNT_REFUSED: _after(_mail_account_refused, _notify),
        Metric.MAIL_UNDELIVERABLE: _after(_mail_undeliverable, _notify),
        Metric.MESSAGE_UNREADABLE: _after(_nothing, _notify, "{}"),
        Metric.SEND_AFTER_COMMIT_FAILED: _after(_mail_and_queue_refused, _notify),
        Metric.UNKNOWN_PAYMENT: _after(_nothing, _notify),
    },
    "receive_email_event": {
        Metric.MAIL_ACCOUNT_REFUSED: _mail_event(Reason.REJECTED),
        Metric.MAIL_UNDELIVERABLE: _mail_event(Reason.BOUNCED),
        Metric.MESSAGE_UNREADABLE: _after(_nothing, _hear, "{}"),
        Metric.UNKNOWN_PAYMENT: _mail_event(Reason.BOUNCED, f"{payment_id('acme', 'other')}-7"),
    },
    "operate_payments": {Metric.SEND_AFTER_COMMIT_FAILED: _resend_into_nowhere},
    **SCHEDULED,
    **TELLING,
}
"""Handler → what it counts → how it comes to that."""
