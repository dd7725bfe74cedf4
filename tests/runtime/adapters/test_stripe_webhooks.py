"""Stripe's signature, checked by Stripe's library over the very bytes."""

import json
import time

import pytest
import stripe

from runtime.adapters.stripe_webhooks import HEADER, READ_AGAIN, TOLERANCE, StripeWebhooks
from runtime.domain.errors import SignatureInvalidError, UnavailableError
from runtime.domain.psp import PspState
from tests.fakes.system import FakeClock

ID = "pay_" + "a" * 26
OLD, NEW, FOREIGN = "whsec_old", "whsec_new", "whsec_foreign"
BODY = json.dumps(
    {
        "id": "evt_1",
        "object": "event",
        "type": "payment_intent.succeeded",
        "data": {"object": {"id": "pi_1", "metadata": {"payment_id": ID}, "amount": 2500}},
    },
    indent=2,
)


class Receiver:
    """The adapter, and the store that its secrets come from."""

    def __init__(self, *secrets: str) -> None:
        self.secrets = json.dumps(secrets)
        self.reads = 0
        # The library reads the real clock.
        self.clock = FakeClock(int(time.time()))
        self.events = StripeWebhooks(self.read, self.clock)

    def read(self) -> str:
        """The store's text."""
        self.reads += 1
        return self.secrets

    def accepts(self, text: str, *signatures: str) -> str | None:
        """The payment that a signed body is about."""
        return self.events.parse({HEADER: signatures}, text.encode()).payment_id

    def refuses(self, text: str, *signatures: str) -> bool:
        """Whether nobody that we know has signed it."""
        with pytest.raises(SignatureInvalidError) as caught:
            self.accepts(text, *signatures)
        return text not in str(caught.value)


def signed(text: str = BODY, secret: str = OLD, age: int = 0) -> str:
    """The header that Stripe sends."""
    at = int(time.time()) - age
    return str(stripe.WebhookSignature.generate_signature_header(text, secret, at))


def test_a_signed_event_names_its_payment() -> None:
    """Id, kind and our payment's id; amounts and states stay where they are."""
    receiver = Receiver(OLD)
    event = receiver.events.parse({HEADER: [signed()]}, BODY.encode())
    assert (event.ref, event.kind, event.payment_id) == ("evt_1", "payment_intent.succeeded", ID)


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("payment_intent.succeeded", PspState.PAID),
        ("charge.succeeded", PspState.PAID),
        ("payment_intent.payment_failed", PspState.DECLINED),
        ("charge.failed", PspState.DECLINED),
        ("payment_intent.canceled", PspState.CANCELED),
        ("payment_intent.processing", None),
        ("charge.dispute.created", None),
        ("a.kind.of.next.year", None),
    ],
)
def test_an_event_says_what_became_of_its_payment(kind: str, says: PspState | None) -> None:
    """By its type; a type that we do not know says nothing, so it may be news."""
    text = BODY.replace("payment_intent.succeeded", kind)
    assert Receiver(OLD).events.parse({HEADER: [signed(text)]}, text.encode()).says is says


@pytest.mark.parametrize("secret", [OLD, NEW])
def test_two_secrets_are_good_at_once(secret: str) -> None:
    """While one replaces the other, either signs."""
    assert Receiver(NEW, OLD).accepts(BODY, signed(secret=secret)) == ID


def test_one_good_signature_among_several_is_enough() -> None:
    """Stripe signs with both secrets for as long as both are good."""
    both = f"{signed(secret=FOREIGN)},{signed().split(',')[1]}"
    assert Receiver(OLD).accepts(BODY, both) == ID


@pytest.mark.parametrize(
    "text",
    [BODY.replace("2500", "2501"), BODY + " ", json.dumps(json.loads(BODY))],
    ids=["amount", "space", "same JSON, other bytes"],
)
def test_a_body_that_was_touched_is_refused(text: str) -> None:
    """The signature covers the bytes, not what they mean."""
    assert Receiver(OLD).refuses(text, signed())


@pytest.mark.parametrize(
    "header",
    [
        signed(secret=FOREIGN),
        signed(secret=""),
        signed().replace("v1=", "v0="),
        "",
        "t=,v1=",
        "t=1é,v1=é",
        f"t={'9' * 5000},v1=x",
        signed().split(",")[0],
    ],
    # A signature holds the time, and an id must be the same wherever it is collected.
    ids=[
        "a foreign secret",
        "an empty secret",
        "an older scheme",
        "nothing",
        "empty parts",
        "no ASCII",
        "no number of seconds",
        "no signature",
    ],
)
def test_what_no_live_secret_signed_is_refused(header: str) -> None:
    """Another secret, none, another scheme, or no signature at all."""
    assert Receiver(OLD, NEW).refuses(BODY, header)


def test_a_header_must_come_once() -> None:
    """None is nobody, and of two nobody knows which one counts."""
    assert Receiver(OLD).refuses(BODY)
    assert Receiver(OLD).refuses(BODY, signed(), signed())


def test_a_signature_ages() -> None:
    """What was signed more than five minutes ago is a replay."""
    assert Receiver(OLD).accepts(BODY, signed(age=TOLERANCE - 10)) == ID
    assert Receiver(OLD).refuses(BODY, signed(age=TOLERANCE + 1))


def test_what_is_signed_in_the_future_is_refused() -> None:
    """Clocks differ by a little; what is good for longer was made to be replayed."""
    assert Receiver(OLD).accepts(BODY, signed(age=10 - TOLERANCE)) == ID
    assert Receiver(OLD).refuses(BODY, signed(age=-TOLERANCE - 10))


def test_a_secret_that_was_taken_out_is_believed_for_a_minute_at_most() -> None:
    """Whether an unknown one appears or not, and never on the word of a reading that failed."""
    receiver = Receiver(OLD)
    receiver.accepts(BODY, signed())
    receiver.secrets = json.dumps([NEW])
    assert receiver.accepts(BODY, signed()) == ID
    receiver.clock.advance(READ_AGAIN)
    assert receiver.refuses(BODY, signed())
    away = Receiver(OLD)
    away.accepts(BODY, signed())
    away.secrets = "[7]"
    away.clock.advance(READ_AGAIN)
    for _ in range(2):
        with pytest.raises(UnavailableError):
            away.accepts(BODY, signed())


def test_bytes_that_are_no_text_are_refused() -> None:
    """JSON is UTF-8; anything else was never signed."""
    with pytest.raises(SignatureInvalidError):
        Receiver(OLD).events.parse({HEADER: [signed()]}, b"\xff")


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", "{}", BODY.replace("metadata", "meta"), BODY.replace(f'"{ID}"', "7")],
)
def test_a_signed_form_that_nobody_knows_is_about_no_payment(text: str) -> None:
    """It is Stripe's own, so there is nothing to refuse, and nothing to do."""
    assert Receiver(OLD).accepts(text, signed(text)) is None


def test_without_a_secret_nothing_is_believed() -> None:
    """A stack that nobody has registered at Stripe refuses every event."""
    assert Receiver().refuses(BODY, signed())


def test_the_secrets_are_read_once() -> None:
    """At the first event and not before."""
    receiver = Receiver(OLD)
    assert receiver.reads == 0
    receiver.accepts(BODY, signed())
    receiver.accepts(BODY, signed())
    assert receiver.reads == 1


def test_a_new_secret_is_found_when_it_is_first_used() -> None:
    """A container that runs learns of it without being replaced."""
    receiver = Receiver(OLD)
    receiver.accepts(BODY, signed())
    receiver.secrets = json.dumps([NEW])
    receiver.clock.advance(READ_AGAIN)
    assert receiver.accepts(BODY, signed(secret=NEW)) == ID
    assert receiver.refuses(BODY, signed(secret=OLD))


def test_bad_signatures_do_not_make_us_read_each_time() -> None:
    """Who posts nonsense costs one reading a minute."""
    receiver = Receiver(OLD)
    for _ in range(20):
        receiver.refuses(BODY, signed(secret=FOREIGN))
    assert receiver.reads == 1
    receiver.clock.advance(READ_AGAIN)
    receiver.refuses(BODY, signed(secret=FOREIGN))
    assert receiver.reads == 2


@pytest.mark.parametrize("text", ["whsec_old", "{}", "[7]", "null"])
def test_secrets_of_another_form_are_our_own_failure(text: str) -> None:
    """Not the sender's: it is to try again, and the value is in no message."""
    receiver = Receiver()
    receiver.secrets = text
    with pytest.raises(UnavailableError) as caught:
        receiver.accepts(BODY, signed())
    assert text not in str(caught.value)
