"""Signed events, right and wrong, for whoever writes a receiver: `docs/webhooks/vectors.json`.

The secrets are made of a key that is written in this repository: they open nothing.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from runtime.adapters.webhook_signatures import KmsWebhookSigner, derive, secret_text
from runtime.domain.events import Event, events_of
from runtime.domain.payment import MailStatus
from runtime.wire.events import event_body
from tests.fakes.payments import ID, Harness
from tests.fakes.webhook_kms import KEY_ARN, FakeKms

NOW: Final = 1_796_000_000
"""When the kept vectors were sent, Unix seconds."""
TOLERANCE: Final = 300
"""Seconds that a receiver lets a signature's time be away from now, either way."""
MERCHANT: Final = "acme"
NEW, OLD = "2", "1"
"""The ids of its two secrets."""


class Sent(NamedTuple):
    """What reaches an endpoint, and what it holds it against."""

    id: str
    at: int
    signature: str
    body: str
    secret: str
    """The id of the one that the receiver has."""


class _Signed(NamedTuple):
    """An event that is sent."""

    kms: FakeKms
    event: Event
    now: int

    def sent(self, ids: Sequence[str], secret: str, *, later: int = 0) -> Sent:
        """Signed by these secrets, and held against one."""
        body, at = event_body(self.event), self.now + later
        signer = KmsWebhookSigner(self.kms.client, KEY_ARN)
        signature = signer.sign(MERCHANT, ids, self.event.id, at, body)
        return Sent(self.event.id, at, signature, body.decode(), secret)


def _right(signed: _Signed) -> Iterator[tuple[str, Sent]]:
    kind = signed.event.type
    both = signed.sent([NEW, OLD], NEW)
    yield f"{kind}: two signatures, and the receiver has the new secret", both
    yield f"{kind}: two signatures, and the receiver has the old secret", both._replace(secret=OLD)
    yield f"{kind}: one secret, one signature", signed.sent([NEW], NEW)
    other = both._replace(signature=f"v1a,bm90IGZvciB0aGlz {both.signature}")
    yield f"{kind}: a signature of another version before ours", other
    early = signed.sent([NEW], NEW, later=60 - TOLERANCE)
    yield f"{kind}: four minutes old", early


def _wrong(signed: _Signed) -> Iterator[tuple[str, Sent]]:
    kind, well = signed.event.type, signed.sent([NEW, OLD], NEW)
    yield (
        f"{kind}: another amount in the body",
        well._replace(body=well.body.replace('"amount":', '"amount":9', 1)),
    )
    yield f"{kind}: a space more in the body", well._replace(body=f"{well.body} ")
    yield f"{kind}: another id", well._replace(id=f"{well.id}0")
    yield f"{kind}: another time", well._replace(at=well.at + 1)
    yield f"{kind}: the receiver has a secret that did not sign", signed.sent([NEW], OLD)
    yield f"{kind}: ten minutes old", signed.sent([NEW], NEW, later=-2 * TOLERANCE)
    yield f"{kind}: ten minutes ahead", signed.sent([NEW], NEW, later=2 * TOLERANCE)
    yield f"{kind}: no signature", well._replace(signature="")
    yield (
        f"{kind}: the version alone, without ours",
        well._replace(signature=well.signature.replace("v1,", "v1a,")),
    )
    yield f"{kind}: another's signature", well._replace(signature=f"v1,{'A' * 43}=")


def vectors(now: int = NOW) -> dict[str, Any]:
    """All of them, sent at this time, with the verdict of a right receiver."""
    kms, harness = FakeKms(), Harness()
    events = events_of(harness.told(MailStatus.UNDELIVERABLE), harness.ledger.lines[ID])
    signed = [_Signed(kms, event, now) for event in events]
    secrets = {
        each: secret_text(derive(kms.client, KEY_ARN, MERCHANT, each)) for each in (NEW, OLD)
    }
    right = [case for each in signed for case in _right(each)]
    # Each way to be wrong once, by one event after the other: it does not matter which.
    ways = zip(*(_wrong(each) for each in signed), strict=True)
    wrong = [way[number % len(signed)] for number, way in enumerate(ways)]
    cases = [(True, right), (False, wrong)]
    return {
        "now": now,
        "tolerance": TOLERANCE,
        "cases": [
            {
                "name": name,
                "secret": secrets[sent.secret],
                "headers": {
                    "webhook-id": sent.id,
                    "webhook-timestamp": str(sent.at),
                    "webhook-signature": sent.signature,
                },
                "body": sent.body,
                "valid": valid,
            }
            for valid, named in cases
            for name, sent in named
        ],
    }
