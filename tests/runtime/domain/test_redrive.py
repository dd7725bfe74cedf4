"""A forecast is true if the step function then does just that."""

from collections.abc import Callable
from contextlib import nullcontext

import pytest

from runtime.domain import state_machine
from runtime.domain.delivery import WELL, EndpointHealth
from runtime.domain.email_event import Reason
from runtime.domain.errors import MailUnderWayError
from runtime.domain.payment import MailStatus, Payment, Status
from runtime.domain.redrive import Effect, on_email_events, on_events, on_notifications, on_payments
from runtime.use_cases.notify_customer import notify_customer
from runtime.use_cases.process_payment import process_payment
from runtime.use_cases.receive_email_event import receive_email_event
from tests.fakes.mail import told as mail_event
from tests.fakes.payments import ID, TIMING, Harness

WEEK = 7 * 24 * 3600
Make = Callable[[Harness], Payment]


def told(harness: Harness) -> Payment:
    """A success whose mail was sent."""
    harness.succeeded()
    notify_customer(ID, harness.notifying())
    return harness.row()


def hopeless(harness: Harness) -> Payment:
    """A failure that never had an object at the PSP; its mail is due."""
    harness.accepted(charge_until=harness.clock.now())
    process_payment(ID, harness.processing())
    harness.notification_queue.sent.clear()
    return harness.row()


def sending(harness: Harness) -> Payment:
    """A success whose mail the notifier has claimed."""
    payment = harness.succeeded()
    lease_until = harness.clock.now() + TIMING.mail_lease
    return harness.write(
        state_machine.notify(
            payment,
            MailStatus.SENDING,
            harness.stamp(),
            due_at=lease_until,
            owner="other",
            lease_until=lease_until,
        )
    )


def done(harness: Harness) -> Effect:
    """The most that one message of the payment queue did."""
    before = {method: len(harness.psp.called(method)) for method in ("charge", "lookup")}
    status = harness.row().status
    process_payment(ID, harness.processing())
    for method, effect in (("charge", Effect.CHARGE), ("lookup", Effect.LOOK_UP)):
        if len(harness.psp.called(method)) > before[method]:
            return effect
    if harness.row().status is not status:
        return Effect.FAIL_FOR_WINDOW
    return Effect.ASK_FOR_MAIL if harness.notification_queue.sent else Effect.NOTHING


MAKERS: list[Make] = [
    Harness.accepted,
    Harness.claimed,
    Harness.waiting,
    Harness.verifying,
    Harness.succeeded,
    Harness.failed,
    Harness.canceled,
    Harness.parked,
    told,
    hopeless,
    sending,
]


@pytest.mark.parametrize("later", [0, TIMING.back_off[0], TIMING.lease, TIMING.give_up, WEEK])
@pytest.mark.parametrize("make", MAKERS)
def test_the_forecast_is_what_the_step_function_does(make: Make, later: int) -> None:
    """For payments in every state, at once and much later."""
    harness = Harness()
    make(harness)
    harness.clock.advance(later)
    forecast = on_payments(harness.row(), harness.clock.now())
    assert forecast is done(harness)


@pytest.mark.fault("F28")
@pytest.mark.parametrize("make", MAKERS)
def test_a_week_later_nothing_is_charged(make: Make) -> None:
    """F28: after the window no message lets a charge call leave, and the forecast says so."""
    harness = Harness()
    make(harness)
    harness.clock.advance(WEEK)
    assert on_payments(harness.row(), harness.clock.now()) is not Effect.CHARGE
    charged = len(harness.psp.called("charge"))
    process_payment(ID, harness.processing())
    assert len(harness.psp.called("charge")) == charged


def test_all_effects_of_the_payment_queue_are_seen() -> None:
    """The cases above are evidence for each effect that such a message can have."""
    seen = set()
    for make in MAKERS:
        for later in (0, TIMING.lease, WEEK):
            harness = Harness()
            make(harness)
            seen.add(on_payments(harness.row(), harness.clock.now() + later))
    assert seen == set(Effect) - {Effect.MAIL, Effect.MARK_MAIL, Effect.TELL}


@pytest.mark.parametrize("later", [0, TIMING.mail_lease, TIMING.give_up - 1])
@pytest.mark.parametrize("make", MAKERS)
def test_the_mails_forecast_is_what_the_notifier_does(make: Make, later: int) -> None:
    """A mail leaves exactly where the forecast says so."""
    harness = Harness()
    make(harness)
    harness.clock.advance(later)
    # What is planned for later leaves nothing to do yet; a dead letter is older than any plan.
    harness.ledger.rows[ID] = harness.row().model_copy(update={"due_at": harness.clock.now()})
    sent = len(harness.mailer.sent)
    forecast = on_notifications(harness.row(), harness.clock.now())
    notify_customer(ID, harness.notifying())
    assert (forecast is Effect.MAIL) is (len(harness.mailer.sent) > sent)


def test_a_payment_that_is_not_in_the_ledger_is_nothing_to_do() -> None:
    """The message would be acknowledged, with a metric."""
    assert on_payments(None, 0) is on_notifications(None, 0) is Effect.NOTHING


@pytest.mark.parametrize(
    ("make", "effect"),
    [(told, Effect.MARK_MAIL), (sending, Effect.MARK_MAIL), (hopeless, Effect.NOTHING)],
)
def test_what_an_event_of_the_mail_service_would_do(make: Make, effect: Effect) -> None:
    """It marks a mail that is sent; one that is on its way brings it back until it is."""
    harness = Harness()
    record = make(harness).notification
    assert on_email_events(harness.row(), harness.clock.now()) is effect
    event = mail_event(record.id, record.message_id, Reason.BOUNCED)
    with (
        nullcontext()
        if record.status is not MailStatus.SENDING
        else pytest.raises(MailUnderWayError)
    ):
        receive_email_event(event, harness.receiving_email_events())
    marked = harness.row().notification.status is MailStatus.UNDELIVERABLE
    assert marked is (record.status is MailStatus.SENT)


def test_an_event_about_no_payment_of_ours_would_do_nothing() -> None:
    """It would be acknowledged."""
    assert on_email_events(None, 0) is Effect.NOTHING


def test_a_lane_is_told_what_is_due_unless_its_endpoint_rests() -> None:
    """Until the second at which the rest is over; where nothing is due, nothing is done."""
    resting = EndpointHealth(failures=5, rest_until=9)
    assert on_events(WELL, 0, due=True) is Effect.TELL
    assert on_events(resting, 8, due=True) is Effect.NOTHING
    assert on_events(resting, 9, due=True) is Effect.TELL
    assert on_events(WELL, 0, due=False) is Effect.NOTHING


@pytest.mark.parametrize("now", [0, 1])
def test_a_row_that_names_no_time_is_free_at_once(now: int) -> None:
    """A claim without the end of its lease, and an attempt without its time, hold nobody back."""
    claimed = Harness().claimed().model_copy(update={"lease_until": None})
    assert on_payments(claimed, now) is Effect.LOOK_UP
    waiting = Harness().waiting().model_copy(update={"next_attempt_at": None})
    assert on_payments(waiting, now) is Effect.CHARGE
    mail = sending(Harness())
    free = mail.notification.model_copy(update={"lease_until": None})
    assert on_notifications(mail.model_copy(update={"notification": free}), now) is Effect.MAIL


def test_of_a_payment_in_review_no_mail_is_asked_for() -> None:
    """Whatever its record says: no outcome stands."""
    row = Harness().succeeded().model_copy(update={"status": Status.REQUIRES_REVIEW})
    assert on_payments(row, 0) is Effect.NOTHING
