"""Stripe's events behind the port `WebhookParser` (Stripe, "Receive Stripe events": signatures)."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import stripe
from pydantic import BaseModel, ConfigDict, StrictStr, TypeAdapter, ValidationError

from runtime.domain.errors import SignatureInvalidError, UnavailableError
from runtime.domain.ports import Clock
from runtime.domain.psp import PspState, WebhookEvent

HEADER: Final = "stripe-signature"
TOLERANCE: Final = 300
"""Seconds that a signature is good for: what is replayed later is refused."""
READ_AGAIN: Final = 60
"""Seconds between two readings of the secrets: as long as one that was taken out is believed."""

SAYS: Final[Mapping[str, PspState]] = {
    "charge.failed": PspState.DECLINED,
    "charge.succeeded": PspState.PAID,
    "payment_intent.canceled": PspState.CANCELED,
    "payment_intent.payment_failed": PspState.DECLINED,
    "payment_intent.succeeded": PspState.PAID,
}
"""Type of an event → what it says of its payment (Stripe, "Types of events")."""

_SIGNED_AT: Final = re.compile(r"(?:^|,)t=([0-9]+)")
_SECRETS: Final = TypeAdapter(tuple[StrictStr, ...])


class _Shape(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True, defer_build=True)


class _Object(_Shape):
    metadata: dict[str, str] = {}


class _Data(_Shape):
    object: _Object


class _Event(_Shape):
    id: StrictStr
    type: StrictStr
    data: _Data


class StripeWebhooks:
    """Believes what one of the live secrets has signed; there are two while one is replaced."""

    def __init__(self, read_secrets: Callable[[], str], clock: Clock) -> None:
        """`read_secrets`: the live secrets as a JSON array, as they are now.

        They are read at the first event, and at a later one when the last reading is old.
        """
        self._read_secrets = read_secrets
        self._clock = clock
        self._secrets: tuple[str, ...] = ()
        self._read_at = -READ_AGAIN

    def parse(self, headers: Mapping[str, Sequence[str]], raw: bytes) -> WebhookEvent:
        """What Stripe said; a form that we don't know is an event about no payment."""
        text = self._signed(headers.get(HEADER, ()), raw)
        try:
            event = _Event.model_validate_json(text)
        except ValidationError:
            return WebhookEvent(ref="", kind="unknown", payment_id=None)
        payment_id = event.data.object.metadata.get("payment_id")
        return WebhookEvent(event.id, event.type, payment_id, SAYS.get(event.type))

    def _signed(self, signatures: Sequence[str], raw: bytes) -> str:
        # The library compares text, and raises at what is not ASCII.
        if len(signatures) != 1 or not signatures[0].isascii():
            message = "An event must have one signature header."
            raise SignatureInvalidError(message)
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            message = "An event's body is no UTF-8."
            raise SignatureInvalidError(message) from None
        now = self._clock.now()
        if not any(_verified(text, signatures[0], secret, now) for secret in self._live(now)):
            message = "No live secret has signed this event now."
            raise SignatureInvalidError(message)
        return text

    def _live(self, now: int) -> tuple[str, ...]:
        """The secrets, as they were within the last minute.

        Raises:
            UnavailableError: the secrets can't be read, or are no array.
        """
        if now - self._read_at >= READ_AGAIN:
            try:
                self._secrets = _SECRETS.validate_json(self._read_secrets())
            except ValidationError:
                message = "The webhook's secrets are not a JSON array of texts."
                raise UnavailableError(message) from None
            self._read_at = now
        return self._secrets


def _verified(text: str, signature: str, secret: str, now: int) -> bool:
    try:
        stripe.WebhookSignature.verify_header(text, signature, secret, TOLERANCE)
    except stripe.SignatureVerificationError:
        return False
    # The library looks at the past only; from the future comes what somebody means to replay.
    signed_at = _SIGNED_AT.search(signature)
    return signed_at is not None and int(signed_at[1]) <= now + TOLERANCE
