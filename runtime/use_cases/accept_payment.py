"""Accept a payment: one conditional write, then one message."""

from collections.abc import Sequence
from dataclasses import dataclass

from runtime.contract.timing import Timing
from runtime.domain import state_machine
from runtime.domain.errors import IdempotencyKeyReusedError
from runtime.domain.ledger import GENESIS, Stamp
from runtime.domain.payer import Payer
from runtime.domain.payment import (
    Payment,
    Status,
    created_key,
    day_key,
    open_shard,
    payment_id,
    reference_key,
    when_accepted,
)
from runtime.domain.ports import Clock, FieldCipher, Ledger, MessageQueue, Metrics
from runtime.domain.terms import accepted_terms
from runtime.use_cases.scheduling import enqueue
from runtime.use_cases.sent_messages import SentMessages
from runtime.wire.payment_request import PaymentRequest


@dataclass(frozen=True, slots=True)
class AcceptPaymentPorts:
    """What accepting needs from outside."""

    ledger: Ledger
    queue: MessageQueue
    cipher: FieldCipher
    clock: Clock
    metrics: Metrics
    timing: Timing
    livemode: bool
    on_bus: bool
    """Whether the stack has an event bus."""
    sent: SentMessages
    """What this process has told: one for all its requests."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The payment as it was accepted, and whether that was an earlier request."""

    payment: Payment
    replayed: bool


def accept_payment(
    request: PaymentRequest,
    *,
    merchant: str,
    key: str,
    body_hashes: Sequence[str],
    request_id: str,
    tells_merchant: bool,
    ports: AcceptPaymentPorts,
) -> Accepted:
    """Accept the request once, however often it comes.

    What happens to it is due at the merchant's endpoint where it `tells_merchant`.

    The first of the hashes is kept; a row that holds any of them is of the same request.

    A replay while the payment is still queued sends the message again, unless this process knows
    that one is on its way and not late: another sender may have died between its write and its
    message, and a message may be lost.

    Raises:
        IdempotencyKeyReusedError: the key stands for another body.
        UnavailableError: nothing is known to be written; the same key is safe to repeat.
    """
    identifier = payment_id(merchant, key)
    # A row that is surely there is read: that costs less than to seal, and to be refused a write.
    existing = ports.ledger.get(identifier) if ports.sent.knows(identifier) else None
    if existing is None:
        stamp = Stamp(at=ports.clock.now(), actor=f"merchant:{merchant}", request_id=request_id)
        hashed = body_hashes[0]
        row = _row(
            request, identifier, merchant=merchant, body_hash=hashed, stamp=stamp, ports=ports
        ).model_copy(update={"tells_merchant": tells_merchant, "on_bus": ports.on_bus})
        change = state_machine.accept(row, stamp, accepted_terms(row))
        existing = ports.ledger.create(change)
        if existing is None:
            _tell(change.after, ports)
            return Accepted(payment=change.after, replayed=False)
    if existing.body_hash not in body_hashes:
        raise IdempotencyKeyReusedError(existing.created_at)
    # Past `queued` somebody has taken the message.
    if existing.status is Status.QUEUED and not ports.sent.covers(existing, ports.clock.now()):
        _tell(existing, ports)
    return Accepted(payment=when_accepted(existing), replayed=True)


def _tell(payment: Payment, ports: AcceptPaymentPorts) -> None:
    if enqueue(ports.queue, payment.payment_id, ports.metrics):
        ports.sent.note(payment)


def _row(
    request: PaymentRequest,
    identifier: str,
    *,
    merchant: str,
    body_hash: str,
    stamp: Stamp,
    ports: AcceptPaymentPorts,
) -> Payment:
    at = stamp.at
    payer = Payer(email=request.customer.email, name=request.customer.name)
    return Payment(
        payment_id=identifier,
        version=0,
        status=Status.QUEUED,
        livemode=ports.livemode,
        merchant=merchant,
        amount=request.amount,
        currency=request.currency,
        body_hash=body_hash,
        sealed={
            "customer": ports.cipher.seal(merchant, "customer", payer.as_sealed()),
            "payment_method": ports.cipher.seal(merchant, "payment_method", request.payment_method),
        },
        email_masked=request.customer.email.get_secret_value(),  # The field's type masks it.
        locale=request.customer.locale,
        description=request.description,
        statement_descriptor_suffix=request.statement_descriptor_suffix,
        reference=request.reference,
        metadata=request.metadata,
        request_id=stamp.request_id,
        created_at=at,
        updated_at=at,
        charge_until=at + ports.timing.charge_window,
        last_hash=GENESIS,
        open_shard=open_shard(identifier),
        due_at=at + ports.timing.first_sweep,
        day_key=day_key(merchant, at, identifier),
        created_key=created_key(at, identifier),
        reference_key=reference_key(merchant, request.reference) if request.reference else None,
    )
