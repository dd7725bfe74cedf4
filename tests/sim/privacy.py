"""What must not be written where everybody reads."""

from collections.abc import Iterator

from tests.sim.scene import Scene


def nothing_private(scene: Scene, payment_id: str) -> Iterator[str]:
    """I15: no entry holds a payer's address or payment method (queues hold ids only)."""
    seen, lines = scene.seen.get(payment_id, ()), scene.lines(payment_id)
    known = {id(entry) for entry in seen}
    for entry in lines:
        if id(entry) not in known:
            text = entry.model_dump_json()
            for ask in scene.asks:
                if ask.request.customer.email in text or ask.request.payment_method in text:
                    yield f"entry {entry.seq} holds what is private"
