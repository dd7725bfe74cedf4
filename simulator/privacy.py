"""What must not be written where everybody reads."""

from collections.abc import Iterator

from simulator.observed import Observed


def nothing_private(observed: Observed, payment_id: str) -> Iterator[str]:
    """I15: no entry holds a payer's address or payment method (queues hold ids only)."""
    seen, lines = observed.seen.get(payment_id, ()), observed.lines(payment_id)
    known = {id(entry) for entry in seen}
    for entry in lines:
        if id(entry) not in known:
            text = entry.model_dump_json()
            for ask in observed.asks:
                private = (ask.request.customer.email, ask.request.payment_method)
                if any(one.get_secret_value() in text for one in private):
                    yield f"entry {entry.seq} holds what is private"
