"""What a message would do if it came now: read off the payment, without doing it.

A message carries an id and no order, so what it does follows from the payment alone. The step
functions decide again when it comes; here a person sees what that would be today.
"""

from enum import StrEnum
from typing import Final

from runtime.domain.delivery import EndpointHealth
from runtime.domain.payment import MailStatus, Payment, Status


class Effect(StrEnum):
    """The most that a message would do."""

    NOTHING = "nothing"
    """It would be acknowledged."""
    LOOK_UP = "look up"
    """Read the payment back from the PSP, and finalize it if that decides."""
    CHARGE = "charge"
    """Let a charge call leave; a repeated one looks the payment up first."""
    FAIL_FOR_WINDOW = "fail for the window"
    """Too late to charge: the payment fails without an attempt."""
    ASK_FOR_MAIL = "ask for the mail"
    """Tell the notifier of a mail that is due."""
    MAIL = "mail"
    """Hand a mail to the mail service."""
    MARK_MAIL = "mark the mail"
    """Write that a mail did not arrive, if it is the one that the payment stands by."""
    TELL = "tell the merchant"
    """Send what is due to the merchant's endpoint."""


def on_payments(payment: Payment | None, now: int) -> Effect:
    """What a message of the payment queue would do at `now` (Unix seconds)."""
    if payment is None:
        return Effect.NOTHING
    late = now >= payment.charge_until
    match payment.status:
        case Status.QUEUED:
            return Effect.FAIL_FOR_WINDOW if late else Effect.CHARGE
        case Status.PROCESSING:
            return _processing(payment, now, late=late)
        case Status.VERIFYING:
            return Effect.LOOK_UP
        case Status.FAILED if payment.provider:
            return Effect.LOOK_UP
    due = payment.notification.status is MailStatus.DUE and payment.status in _TOLD
    return Effect.ASK_FOR_MAIL if due else Effect.NOTHING


def on_notifications(payment: Payment | None, now: int) -> Effect:
    """What a message of the notification queue would do at `now` (Unix seconds)."""
    if payment is None:
        return Effect.NOTHING
    record = payment.notification
    free = record.status is MailStatus.SENDING and (record.lease_until or 0) <= now
    return Effect.MAIL if free or record.status is MailStatus.DUE else Effect.NOTHING


def on_email_events(payment: Payment | None, _: int) -> Effect:
    """The most that an event of the mail service would do; which mail it names, it knows itself."""
    if payment is None:
        return Effect.NOTHING
    open_to_it = payment.notification.status in {MailStatus.SENDING, MailStatus.SENT}
    return Effect.MARK_MAIL if open_to_it else Effect.NOTHING


def on_events(health: EndpointHealth, now: int, *, due: bool) -> Effect:
    """What a message of the queue of events would do at `now` (Unix seconds).

    `due`: whether the merchant has an endpoint, and something to be told in the message's lane.
    """
    return Effect.TELL if due and health.rest_until <= now else Effect.NOTHING


_TOLD: Final = frozenset({Status.SUCCEEDED, Status.FAILED, Status.CANCELED})


def _processing(payment: Payment, now: int, *, late: bool) -> Effect:
    if payment.open_attempt:
        return Effect.NOTHING if (payment.lease_until or 0) > now else Effect.LOOK_UP
    if late:
        return Effect.LOOK_UP
    return Effect.CHARGE if (payment.next_attempt_at or 0) <= now else Effect.NOTHING
