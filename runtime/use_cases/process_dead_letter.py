"""What a dead letter of the payment queue still asks for: the same step as any message.

A message is a dead letter after ten receives that our own infrastructure failed. It says
nothing about its payment, which stands in the ledger with the date of its next sweep.
"""

from runtime.contract.metrics import Metric
from runtime.domain.errors import TillstackError
from runtime.use_cases.process_payment import process_payment
from runtime.use_cases.process_payment_ports import ProcessPaymentPorts


def process_dead_letter(payment_id: str, ports: ProcessPaymentPorts) -> None:
    """Do the next thing for the payment, or leave it to the sweeper.

    A message that is given back here would come again beside each one that the sweeper sends,
    and each of those may end here too: so it is given back only where no sweep is due.

    Raises:
        TillstackError: the step failed, and the ledger does not show that the payment is due.
    """
    try:
        process_payment(payment_id, ports)
    except TillstackError:
        payment = ports.ledger.get(payment_id)
        if payment is None or payment.due_at is None:
            raise
        ports.metrics.count(Metric.DEAD_LETTER_LEFT)
