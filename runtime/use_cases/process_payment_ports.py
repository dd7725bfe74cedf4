"""What processing needs from outside, and the few things that every step does with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from runtime.contract.fixed_times import FIXED
from runtime.contract.metrics import Metric
from runtime.contract.timing import Timing
from runtime.domain.ledger import Stamp
from runtime.domain.payment import MailStatus, Payment
from runtime.domain.polling import poll_step
from runtime.domain.ports import Clock, FieldCipher, Ledger, MessageQueue, Metrics, Random
from runtime.domain.psp import Outcome, OutcomeKind, Psp, PspRecord
from runtime.domain.state_machine import Change
from runtime.use_cases.circuit_breaker import CallPermit
from runtime.use_cases.ledger_steps import commit_or_lose
from runtime.use_cases.scheduling import enqueue, is_scheduled, schedule

NOT_ASKED: Final = Outcome(OutcomeKind.RETRYABLE, "provider_unavailable")
"""Stands for the answer to a question that the time or the circuit did not allow."""

ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class ProcessPaymentPorts:
    """Everything outside of the domain that a step touches."""

    ledger: Ledger
    psp: Psp
    permit: CallPermit
    """The PSP's circuit breaker, for one message."""
    cipher: FieldCipher
    queue: MessageQueue
    notification_queue: MessageQueue
    clock: Clock
    random: Random
    metrics: Metrics
    timing: Timing
    request_id: str
    time_left: Callable[[], float]
    """Seconds until the invocation is ended from outside."""

    def stamp(self) -> Stamp:
        """The processor's signature, now."""
        return Stamp(at=self.clock.now(), actor="processor", request_id=self.request_id)

    def may_call(self, calls: int = 1) -> bool:
        """Whether so many more PSP calls fit into this invocation, and the circuit lets them."""
        if self.time_left() < calls * self.timing.psp_call + FIXED.time_to_write:
            self.metrics.count(Metric.STEP_OUT_OF_TIME)
            return False
        return self.permit.admits()


def look_up(ref: str, ports: ProcessPaymentPorts) -> PspRecord | Outcome:
    """The PSP's record, or `NOT_ASKED`."""
    return record_response(ports.psp.lookup(ref), ports) if ports.may_call() else NOT_ASKED


def cancel_at_psp(ref: str, ports: ProcessPaymentPorts) -> PspRecord | Outcome:
    """What the record says after a cancel, or `NOT_ASKED`.

    Two calls must fit: where it is too late to cancel, the adapter reads the record as well.
    """
    return record_response(ports.psp.cancel(ref), ports) if ports.may_call(2) else NOT_ASKED


def record_response(answer: ResultT, ports: ProcessPaymentPorts) -> ResultT:
    """The PSP's answer, after the breaker and the alarms have taken note of it."""
    ports.permit.record_response(answer)
    if isinstance(answer, Outcome) and answer.kind is OutcomeKind.MISCONFIGURED:
        ports.metrics.count(Metric.PSP_MISCONFIGURED)
    return answer


def write(change: Change, ports: ProcessPaymentPorts, *, again_in: int | None = None) -> bool:
    """Commit, then tell: the payer's mail if one became due, ourselves if there is more to do.

    Returns:
        False where somebody else moved the payment first; it is theirs now.
    """
    if not commit_or_lose(change, ports.ledger):
        return False
    if change.after.notification.status is MailStatus.DUE:
        enqueue(ports.notification_queue, change.after.payment_id, ports.metrics)
    if again_in is not None:
        delay = min(again_in, ports.timing.longest_wait)
        enqueue(ports.queue, change.after.payment_id, ports.metrics, delay)
    return True


def reschedule_poll(payment: Payment, ports: ProcessPaymentPorts) -> None:
    """The PSP gave no answer that decides: look again on the polling steps, or with the circuit.

    Where the next look is planned already, `due_at` stands and nothing is sent: else each
    repeated message would start a chain of looks of its own.
    """
    now = ports.clock.now()
    if not is_scheduled(payment, now, ports.timing):
        closed_in = ports.permit.pause()
        if closed_in is not None:
            ports.metrics.count(Metric.PSP_CIRCUIT_WAITED)
        step = poll_step(now - payment.last_started, ports.timing)
        wait = step if closed_in is None else closed_in
        schedule(payment, now + wait, ports.queue, ports)


def back_off(attempts: int, ports: ProcessPaymentPorts, retry_after: int | None = None) -> int:
    """Seconds before the attempt that follows the `attempts` made so far."""
    timing = ports.timing
    spread = 1 + timing.back_off_spread * (2 * ports.random.fraction() - 1)
    planned = round(timing.back_off[attempts - 1] * spread)
    return min(max(planned, retry_after or 0), timing.longest_wait)
