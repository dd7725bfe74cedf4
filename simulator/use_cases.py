"""The use cases with their ports: the code under test, as the functions call it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from runtime.adapters.babel_amounts import amount_text
from runtime.use_cases.accept_payment import Accepted, AcceptPaymentPorts, accept_payment
from runtime.use_cases.cancel_payment import CancelPaymentPorts, cancel_payment
from runtime.use_cases.notify_customer import NotifyCustomerPorts, notify_customer
from runtime.use_cases.process_payment import process_payment
from runtime.use_cases.process_payment_ports import ProcessPaymentPorts
from runtime.use_cases.reconcile_payments import Finding, ReconcilePaymentsPorts, reconcile_payments
from runtime.use_cases.sweep_payments import SweepPaymentsPorts, sweep_payments
from runtime.use_cases.telling_ledger import TellingLedger
from simulator.circuit import permit
from simulator.delivering import ends_silently
from simulator.event_ports import SimLanes
from simulator.invocation import Invocation
from simulator.mailer import SimMailer
from simulator.observed import Ask
from simulator.ports import SimFieldCipher, SimLedger, SimMessageQueue, SimPaymentQueries
from simulator.psp import SimPsp
from simulator.publishing import accepts_without_bus
from simulator.word import parked_at_once

if TYPE_CHECKING:
    from simulator.harness import Harness


def run_accept(harness: "Harness", ask: Ask, run: Invocation) -> Accepted:
    """`accept_payment`."""
    there = harness.bus.there
    ports = AcceptPaymentPorts(
        ledger=SimLedger(run),
        queue=SimMessageQueue(run, harness.queue),
        cipher=SimFieldCipher(run),
        clock=run,
        metrics=run,
        timing=harness.observed.timing,
        livemode=False,
        on_bus=there,
        sent=harness.container(),
    )
    accepted = accept_payment(
        ask.request,
        merchant=ask.merchant,
        key=ask.key,
        body_hashes=[ask.body_hash],
        request_id=run.request_id,
        tells_merchant=harness.observed.endpoints[ask.merchant].merchant.webhook is not None,
        ports=ports,
    )
    harness.judge([f"I25: {fault}." for fault in accepts_without_bus(run, there=there)])
    return accepted


def run_process(harness: "Harness", payment_id: str, run: Invocation) -> None:
    """One message of `process_payment`."""
    lanes = SimLanes(run)
    process_payment(payment_id, processing(harness, run, lanes))
    harness.judge(list(parked_at_once(harness.observed, run)))
    harness.judge([f"{fault}." for fault in ends_silently(run, lanes)])


def run_reconcile(harness: "Harness", run: Invocation) -> Iterator[Finding]:
    """`reconcile_payments`."""
    ports = ReconcilePaymentsPorts(
        queries=SimPaymentQueries(run),
        psp=SimPsp(run),
        queue=SimMessageQueue(run, harness.queue),
        clock=run,
        metrics=run,
        merchants=sorted({ask.merchant for ask in harness.observed.asks}),
        time_left=run.time_left,
    )
    return reconcile_payments(ports)


def processing(
    harness: "Harness", run: Invocation, lanes: SimLanes | None = None
) -> ProcessPaymentPorts:
    """The ports of the step function."""
    return ProcessPaymentPorts(
        ledger=TellingLedger(SimLedger(run), lanes or SimLanes(run), run),
        psp=SimPsp(run),
        permit=permit(run),
        cipher=SimFieldCipher(run),
        queue=SimMessageQueue(run, harness.queue),
        notification_queue=SimMessageQueue(run, harness.notification_queue),
        clock=run,
        random=run,
        metrics=run,
        timing=harness.observed.timing,
        request_id=run.request_id,
        time_left=run.time_left,
    )


def run_notify(harness: "Harness", payment_id: str, run: Invocation) -> None:
    """One message of `notify_customer`."""
    ports = NotifyCustomerPorts(
        ledger=SimLedger(run),
        mailer=SimMailer(run),
        cipher=SimFieldCipher(run),
        amount_text=amount_text,
        notification_queue=SimMessageQueue(run, harness.notification_queue),
        clock=run,
        random=run,
        metrics=run,
        timing=harness.observed.timing,
        request_id=run.request_id,
    )
    notify_customer(payment_id, ports)


def run_sweep(harness: "Harness", run: Invocation) -> int:
    """`sweep_payments`; returns how many payments it moved."""
    ports = SweepPaymentsPorts(
        ledger=SimLedger(run),
        queue=SimMessageQueue(run, harness.queue),
        notification_queue=SimMessageQueue(run, harness.notification_queue),
        clock=run,
        metrics=run,
        timing=harness.observed.timing,
        time_left=run.time_left,
    )
    return sweep_payments(ports).moved


def run_cancel(ask: Ask, payment_id: str, run: Invocation) -> None:
    """`cancel_payment`."""
    ports = CancelPaymentPorts(ledger=SimLedger(run), clock=run)
    cancel_payment(payment_id, merchant=ask.merchant, request_id=run.request_id, ports=ports)
