"""Dead letters that have been looked at."""

from runtime.domain.redrive import Effect
from till.redrive._dead_letters import DeadLetter
from till.redrive.seen import Seen


def seen(number: int, sent_at: int, payment_id: str | None, effect: Effect | None) -> Seen:
    """A letter, of a payment that is unknown; its body is a secret."""
    letter = DeadLetter(f"m-{number}", sent_at, payment_id, "r", "secret")
    return Seen(letter, None, effect)
