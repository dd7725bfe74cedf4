"""`bootstrap` for the functions that take messages: ports for one invocation."""

from collections.abc import Callable
from functools import partial
from time import sleep
from typing import TYPE_CHECKING

from runtime.adapters.system import SystemClock, SystemRandom
from runtime.aws_clients import MAILING, WORKING, client, once
from runtime.bootstrap import (
    _cipher,
    _circuit,
    _directory,
    _ledger,
    _psp,
    _queries,
    _queue,
    metrics,
    settings,
)
from runtime.contract.env_timed import (
    NotifyCustomerEnv,
    ProcessPaymentEnv,
    ReceiveEmailEventEnv,
)

if TYPE_CHECKING:
    from runtime.adapters.eventbridge_bus import EventBridgeBus
    from runtime.domain.circuit import Window
    from runtime.domain.delivery import BusLane
    from runtime.domain.webhook_ports import EventLanes, WebhookSender, WebhookSigner
    from runtime.use_cases.circuit_breaker import CircuitBreaker
    from runtime.use_cases.deliver_events import DeliverEventsPorts
    from runtime.use_cases.notify_customer import NotifyCustomerPorts
    from runtime.use_cases.process_payment_ports import ProcessPaymentPorts
    from runtime.use_cases.publish_events import Published
    from runtime.use_cases.receive_email_event import ReceiveEmailEventPorts


def circuit_breaker() -> "CircuitBreaker":
    """The circuit breaker as one batch of `process_payment` knows it, read now."""
    from runtime.use_cases.circuit_breaker import CircuitBreaker, CircuitBreakerPorts

    own = settings(ProcessPaymentEnv)
    ports = CircuitBreakerPorts(_circuit(), SystemClock(), SystemRandom(), metrics(), own.TIMING)
    return CircuitBreaker(ports, _window())


@once
def _window() -> "Window":
    """What this container's calls to the PSP came to, from batch to batch."""
    from runtime.domain.circuit import Window

    return Window()


def event_lanes(url: str) -> "EventLanes":
    """The queue that wakes `deliver_events`."""
    from runtime.adapters.sqs_event_lanes import SqsEventLanes

    return SqsEventLanes(client("sqs", WORKING), url, SystemRandom().token)


def process_payment_ports(
    request_id: str, time_left: Callable[[], float], breaker: "CircuitBreaker"
) -> "ProcessPaymentPorts":
    """`process_payment`, for one message.

    Raises:
        UnavailableError: the PSP's key can't be read now.
    """
    from runtime.use_cases.circuit_breaker import CallPermit
    from runtime.use_cases.process_payment_ports import ProcessPaymentPorts
    from runtime.use_cases.telling_ledger import TellingLedger

    own = settings(ProcessPaymentEnv)
    lanes = event_lanes(own.EVENT_QUEUE_URL)
    ledger = TellingLedger(_ledger(own, WORKING), lanes, metrics())
    cipher, queue = _cipher(own.SEALING_KEY_ARN, WORKING), _queue(own.PAYMENT_QUEUE_URL, WORKING)
    notification_queue = _queue(own.NOTIFICATION_QUEUE_URL, WORKING)
    told = SystemClock(), SystemRandom(), metrics(), own.TIMING, request_id, time_left
    permit = CallPermit(breaker)
    return ProcessPaymentPorts(ledger, _psp(), permit, cipher, queue, notification_queue, *told)


def notify_customer_ports(request_id: str) -> "NotifyCustomerPorts":
    """`notify_customer`, for one invocation; no other function has Babel in its layers."""
    from runtime.adapters.babel_amounts import amount_text
    from runtime.adapters.ses_mailer import SesMailer
    from runtime.step_log.mailer import LoggedMailer
    from runtime.use_cases.notify_customer import NotifyCustomerPorts

    own, ses = settings(NotifyCustomerEnv), client("sesv2", MAILING)
    mailer = SesMailer(ses, own.SENDER_ADDRESS, own.CONFIGURATION_SET, own.TEMPLATES)
    ledger, cipher = _ledger(own, WORKING), _cipher(own.SEALING_KEY_ARN, WORKING)
    queue = _queue(own.NOTIFICATION_QUEUE_URL, WORKING)
    told = SystemClock(), SystemRandom(), metrics(), own.TIMING, request_id
    return NotifyCustomerPorts(ledger, LoggedMailer(mailer), cipher, amount_text, queue, *told)


def receive_email_event_ports(request_id: str) -> "ReceiveEmailEventPorts":
    """`receive_email_event`, for one invocation."""
    from runtime.adapters.ses_email_events import SesEmailEvents
    from runtime.use_cases.receive_email_event import ReceiveEmailEventPorts

    own, events = settings(ReceiveEmailEventEnv), SesEmailEvents()
    ledger, clock, timing = _ledger(own, WORKING), SystemClock(), own.TIMING
    return ReceiveEmailEventPorts(ledger, events, clock, metrics(), timing, request_id)


def deliver_events_ports(time_left: Callable[[], float]) -> "DeliverEventsPorts":
    """`deliver_events`, for one invocation."""
    from runtime.adapters.dynamodb_events import DynamoDbEvents
    from runtime.contract.env_timed import DeliverEventsEnv
    from runtime.use_cases.deliver_events import DeliverEventsPorts
    from runtime.use_cases.side_by_side import side_by_side

    own = settings(DeliverEventsEnv)
    return DeliverEventsPorts(
        merchants=_directory(own, WORKING),
        queries=_queries(own, WORKING, sealed=False),
        events=DynamoDbEvents(client("dynamodb", WORKING), own.EVENTS_TABLE),
        signer=_signer(),
        sender=_sender(),
        clock=SystemClock(),
        random=SystemRandom(),
        metrics=metrics(),
        timing=own.TIMING,
        side_by_side=side_by_side,
        wait=sleep,
        time_left=time_left,
    )


def bus_publisher(time_left: Callable[[], float]) -> "Callable[[BusLane], Published] | None":
    """What puts a lane's events on the bus, for one message; None: the stack has no bus.

    It is asked for by a function whose other messages need nothing of it.
    """
    from runtime.adapters.dynamodb_unpublished import DynamoDbUnpublished
    from runtime.contract.env_timed import DeliverEventsEnv
    from runtime.use_cases.publish_events import PublishEventsPorts, publish_events
    from runtime.use_cases.side_by_side import side_by_side

    own = settings(DeliverEventsEnv)
    if not own.EVENT_BUS:
        return None
    ports = PublishEventsPorts(
        queries=_queries(own, WORKING, sealed=False),
        events=DynamoDbUnpublished(client("dynamodb", WORKING), own.EVENTS_TABLE),
        bus=_bus(own.EVENT_BUS),
        clock=SystemClock(),
        metrics=metrics(),
        side_by_side=side_by_side,
        time_left=time_left,
    )
    return partial(publish_events, ports=ports)


@once
def _bus(arn: str) -> "EventBridgeBus":
    from runtime.adapters.eventbridge_bus import EventBridgeBus

    return EventBridgeBus(client("events", WORKING), arn)


@once
def _signer() -> "WebhookSigner":
    from runtime.adapters.webhook_signatures import KmsWebhookSigner
    from runtime.contract.env_timed import DeliverEventsEnv

    return KmsWebhookSigner(client("kms", WORKING), settings(DeliverEventsEnv).WEBHOOK_KEY_ARN)


@once
def _sender() -> "WebhookSender":
    from runtime.adapters.webhook_sender import HttpsWebhookSender
    from runtime.contract.env_timed import DeliverEventsEnv
    from runtime.step_log.webhook_sender import LoggedSender

    file = settings(DeliverEventsEnv).WEBHOOKS_TO_LOOPBACK
    return LoggedSender(HttpsWebhookSender(loopback=bool(file), ca_file=file or None))
