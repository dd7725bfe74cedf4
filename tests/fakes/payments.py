"""Payments in every state, made the way the domain makes them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from inspect import signature
from typing import Any, TypeVar

from runtime.adapters.babel_amounts import amount_text
from runtime.contract.timing import Timing
from runtime.domain import state_machine, transitions
from runtime.domain.circuit import Window
from runtime.domain.ledger import GENESIS, Stamp
from runtime.domain.payment import (
    Check,
    MailStatus,
    Payment,
    PaymentError,
    Status,
    created_key,
    day_key,
    open_shard,
    payment_id,
)
from runtime.domain.private import Clear
from runtime.domain.psp import Outcome, OutcomeKind, PspCharge, PspRecord, PspState
from runtime.domain.state_machine import Change
from runtime.domain.terms import accepted_terms
from runtime.use_cases.accept_payment import AcceptPaymentPorts
from runtime.use_cases.circuit_breaker import CallPermit, CircuitBreaker, CircuitBreakerPorts
from runtime.use_cases.notify_customer import NotifyCustomerPorts
from runtime.use_cases.process_payment_ports import ProcessPaymentPorts
from runtime.use_cases.read_ledger import OperatePaymentsPorts
from runtime.use_cases.receive_email_event import ReceiveEmailEventPorts
from runtime.use_cases.sent_messages import SentMessages
from runtime.use_cases.sweep_payments import SweepPaymentsPorts
from tests.fakes.circuit import FakeCircuitStore
from tests.fakes.field_cipher import FakeFieldCipher
from tests.fakes.ledger import FakeLedger
from tests.fakes.mail import FakeEmailEvents, FakeMailer
from tests.fakes.message_queue import FakeMessageQueue
from tests.fakes.psp import FakePsp
from tests.fakes.system import FakeClock, FakeMetrics, FakeRandom

PortsT = TypeVar("PortsT")
TIMING = Timing()
ID = payment_id("acme", "key-1")
REF = f"pi_{ID}"
METHOD = Clear("pm_card_visa")
JANE = Clear('{"email": "jane@example.com", "name": "Jane"}')
SAID = {"customer": JANE, "payment_method": METHOD}
TIMEOUT = Outcome(OutcomeKind.UNKNOWN, "provider_timeout")


@dataclass
class Harness:
    """All fakes together, and the ports of each use case over them."""

    clock: FakeClock = field(default_factory=FakeClock)
    random: FakeRandom = field(default_factory=FakeRandom)
    metrics: FakeMetrics = field(default_factory=FakeMetrics)
    ledger: FakeLedger = field(default_factory=FakeLedger)
    queue: FakeMessageQueue = field(default_factory=FakeMessageQueue)
    notification_queue: FakeMessageQueue = field(default_factory=FakeMessageQueue)
    cipher: FakeFieldCipher = field(default_factory=FakeFieldCipher)
    psp: FakePsp = field(default_factory=FakePsp)
    mailer: FakeMailer = field(default_factory=FakeMailer)
    email_events: FakeEmailEvents = field(default_factory=FakeEmailEvents)
    circuit: FakeCircuitStore = field(default_factory=FakeCircuitStore)
    window: Window = field(default_factory=Window)
    sent: SentMessages = field(default_factory=SentMessages)
    seconds_left: float = 45.0
    four_eyes: dict[str, int] = field(default_factory=dict)
    tells: bool = False  # Whether the merchant has an endpoint, and
    on_bus: bool = False  # whether the stack has a bus.

    def stamp(self) -> Stamp:
        """A test's signature, now."""
        return Stamp(at=self.clock.now(), actor="test", request_id="request-1")

    def accepting(self) -> AcceptPaymentPorts:
        """The ports of `accept_payment`."""
        return self._ports(AcceptPaymentPorts)

    def breaker(self) -> CircuitBreaker:
        """The circuit breaker as a batch that begins now knows it."""
        return CircuitBreaker(self._ports(CircuitBreakerPorts), self.window)

    def processing(self, breaker: CircuitBreaker | None = None) -> ProcessPaymentPorts:
        """The ports of `process_payment`; a message without a `breaker` is a batch of its own."""
        return self._ports(ProcessPaymentPorts, permit=CallPermit(breaker or self.breaker()))

    def notifying(self) -> NotifyCustomerPorts:
        """The ports of `notify_customer`."""
        return self._ports(NotifyCustomerPorts)

    def receiving_email_events(self) -> ReceiveEmailEventPorts:
        """The ports of `receive_email_event`."""
        return self._ports(ReceiveEmailEventPorts)

    def sweeping(self) -> SweepPaymentsPorts:
        """The ports of `sweep_payments`."""
        return self._ports(SweepPaymentsPorts)

    def operating(self) -> OperatePaymentsPorts:
        """The ports of an operator's work."""
        return self._ports(OperatePaymentsPorts, psp=lambda: self.psp, circuit=lambda: self.circuit)

    def _ports(self, kind: Callable[..., PortsT], **more: Any) -> PortsT:
        """The fakes that `kind` asks for; a port has the same name everywhere."""
        at_hand = {
            **vars(self),
            **more,
            "timing": TIMING,
            "amount_text": amount_text,
            "livemode": False,
            "request_id": "request-1",
            "time_left": lambda: self.seconds_left,
        }
        return kind(**{name: at_hand[name] for name in signature(kind).parameters})

    def write(self, change: Change) -> Payment:
        """Put a change into the ledger as it is."""
        (self.ledger.create if change.before is None else self.ledger.commit)(change)
        return change.after

    def row(self) -> Payment:
        """The payment as the ledger holds it."""
        return self.ledger.rows[ID]

    def error_code(self) -> str | None:
        """The code of the error on the payment."""
        return error.code if (error := self.row().error) else None

    def history(self) -> list[str]:
        """The transitions and notification steps in the ledger, one word each, in order."""
        words: list[str] = []
        for entry in self.ledger.lines[ID]:
            word = entry.data.get("transition") or entry.data["notification"]["status"]
            if not words or words[-1] != word or entry.type in {"attempt_started", "notification"}:
                words.append(word)
        return words

    def accepted(self, **fields: object) -> Payment:
        """A queued payment in the ledger."""
        now = self.clock.now()
        row = Payment(
            payment_id=ID,
            version=0,
            status=Status.QUEUED,
            livemode=False,
            merchant="acme",
            amount=2500,
            currency="eur",
            body_hash="0" * 64,
            sealed={name: self.cipher.seal("acme", name, said) for name, said in SAID.items()},
            email_masked="j…@…",
            locale="en",
            created_at=now,
            updated_at=now,
            charge_until=now + TIMING.charge_window,
            last_hash=GENESIS,
            open_shard=open_shard(ID),
            due_at=now + TIMING.first_sweep,
            day_key=day_key("acme", now, ID),
            created_key=created_key(now, ID),
            tells_merchant=self.tells,
            on_bus=self.on_bus,
        ).model_copy(update=fields)
        return self.write(state_machine.accept(row, self.stamp(), accepted_terms(row)))

    def claimed(self) -> Payment:
        """A payment whose first attempt is open, owned by somebody else."""
        payment = self.accepted()
        self.psp.prepare(payment, METHOD, 1)
        return self.write(transitions.claim(payment, REF, "fake", "other", self.stamp(), TIMING))

    def waiting(self) -> Payment:
        """A payment that was surely not charged and waits for its second attempt."""
        stamp, refused = self.stamp(), Outcome(OutcomeKind.RETRYABLE, "provider_unavailable")
        later = stamp.at + TIMING.back_off[0]
        return self.write(transitions.retry_later(self.claimed(), refused, later, stamp, TIMING))

    def verifying(self) -> Payment:
        """A payment whose first attempt gave no answer."""
        return self.write(transitions.read_back(self.claimed(), TIMEOUT, self.stamp(), TIMING))

    def succeeded(self) -> Payment:
        """A payment that was charged and verified; its mail is due."""
        payment, passed = self.verifying(), (Check(name="status", passed=True),)
        return self.write(transitions.succeed(payment, paid(payment), passed, self.stamp(), TIMING))

    def failed(self) -> Payment:
        """A payment that was declined; its mail is due."""
        no = Outcome(OutcomeKind.DECLINED, "card_declined", "insufficient_funds")
        return self.write(transitions.decline(self.claimed(), no, self.stamp(), TIMING))

    def canceled(self) -> Payment:
        """A payment that its merchant took back."""
        return self.write(transitions.cancel(self.accepted(), self.stamp()))

    def parked(self) -> Payment:
        """A payment in front of a person."""
        payment, error = self.verifying(), PaymentError(code="verification_timeout")
        return self.write(transitions.park(payment, error, (), self.stamp()))

    def told(self, mail: MailStatus = MailStatus.SENT) -> Payment:
        """A payment that succeeded, and whose mail came to this end."""
        now = self.clock.now()
        lease: dict[str, Any] = dict.fromkeys(("due_at", "lease_until"), now + TIMING.mail_lease)
        claim = state_machine.notify(
            self.succeeded(), MailStatus.SENDING, self.stamp(), owner="other", **lease
        )
        end = state_machine.notify(
            self.write(claim),
            mail,
            self.stamp(),
            due_at=None,
            owner=None,
            lease_until=None,
            sent_at=now if mail is MailStatus.SENT else None,
            message_id="ses-1" if mail is MailStatus.SENT else None,
        )
        return self.write(end)

    def in_status(self, status: Status) -> Payment:
        """A payment of any status."""
        return {
            Status.QUEUED: self.accepted,
            Status.PROCESSING: self.claimed,
            Status.VERIFYING: self.verifying,
            Status.SUCCEEDED: self.succeeded,
            Status.FAILED: self.failed,
            Status.CANCELED: self.canceled,
            Status.REQUIRES_REVIEW: self.parked,
        }[status]()


def paid(payment: Payment, **facts: object) -> PspRecord:
    """The PSP's record of a payment that was charged as asked, but for `facts`."""
    record = {
        "ref": REF,
        "state": PspState.PAID,
        "amount_received": payment.amount,
        "currency": payment.currency,
        "livemode": payment.livemode,
        "payment_id": payment.payment_id,
        "charge": PspCharge("ch_1", paid=True, captured=True, refunded=False, disputed=False),
        **facts,
    }
    return PspRecord(**record)  # type: ignore[arg-type] # A record made of named facts.
