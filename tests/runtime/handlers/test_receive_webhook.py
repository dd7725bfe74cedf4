"""`POST /v1/webhooks/psp`, from the gateway's event to its answer, over Stripe's own signature."""

import json
import time
from base64 import b64encode
from typing import Any

import pytest
import stripe

from runtime.adapters.stripe_webhooks import StripeWebhooks
from runtime.domain.errors import UnavailableError
from runtime.handlers.receive_webhook import LONGEST_EVENT, respond
from runtime.invocation.http import HttpResponse
from runtime.use_cases.receive_webhook import ReceiveWebhookPorts
from tests.fakes.ledger import FakeLedger
from tests.fakes.message_queue import FakeMessageQueue
from tests.fakes.system import FakeClock, FakeMetrics
from tests.runtime.handlers.events import event, shown

ID = "pay_" + "a" * 26
SECRET = "whsec_example"


class Endpoint:
    """The handler over a queue that remembers."""

    def __init__(self) -> None:
        self.queue, self.metrics = FakeMessageQueue(), FakeMetrics()

    def post(
        self, text: str, *, base64: bool = False, signature: str | None = None
    ) -> HttpResponse:
        """The answer to a body; without a signature it gets a good one."""
        sign = stripe.WebhookSignature.generate_signature_header
        headers = {"Stripe-Signature": signature or sign(text, SECRET)}
        request: dict[str, Any] = event("/v1/webhooks/psp", text, headers=headers)
        request["requestContext"].pop("authorizer")
        if base64:
            request |= {"body": b64encode(text.encode()).decode(), "isBase64Encoded": True}
        events = StripeWebhooks(lambda: json.dumps([SECRET]), FakeClock(int(time.time())))
        ports = ReceiveWebhookPorts(events, FakeLedger(), self.queue, self.metrics)
        return respond(request, ports=ports)


def told(payment_id: str, **more: str) -> str:
    """An event's text, in Stripe's odd spacing."""
    data = {"object": {"metadata": {"payment_id": payment_id}, **more}}
    return json.dumps({"id": "evt_1", "type": "charge.succeeded", "data": data}, indent=2)


@pytest.mark.parametrize("base64", [False, True])
def test_a_signed_event_is_200_and_a_message(base64: bool) -> None:  # noqa: FBT001 - a parameter
    """However the gateway hands the bytes over, they are those that were signed."""
    endpoint = Endpoint()
    answer = endpoint.post(told(ID, name="Zoë"), base64=base64)
    assert (answer["statusCode"], shown(answer)) == (200, {"received": True})
    assert endpoint.queue.sent == [(ID, 0)]


def test_an_event_that_is_not_ours_is_200_and_a_metric() -> None:
    """Its sender is to stop repeating it."""
    endpoint = Endpoint()
    assert endpoint.post(told("order-7"))["statusCode"] == 200
    assert endpoint.queue.sent == []
    assert endpoint.metrics.counts == {"WebhookNotOurs": 1}


def test_a_bad_signature_is_a_problem_and_a_metric() -> None:
    """400 in the API's own form, without a word of what was sent."""
    endpoint = Endpoint()
    answer = endpoint.post(told(ID), signature="t=1,v1=00")
    assert (answer["statusCode"], shown(answer)["code"]) == (400, "signature_invalid")
    assert answer["headers"]["Content-Type"] == "application/problem+json"
    assert ID not in answer["body"]
    assert endpoint.queue.sent == []
    assert endpoint.metrics.counts == {"WebhookSignatureInvalid": 1}


def test_a_body_has_a_longest_length() -> None:
    """As long as the firewall lets through, signed or not."""
    endpoint = Endpoint()
    fits = told(ID, pad="")
    fits = fits.replace('"pad": ""', f'"pad": "{"x" * (LONGEST_EVENT - len(fits))}"')
    assert endpoint.post(fits)["statusCode"] == 200
    assert endpoint.post(fits + " ")["statusCode"] == 413
    assert len(endpoint.queue.sent) == 1


def test_a_queue_that_refuses_is_503() -> None:
    """The PSP repeats what we could not take."""
    endpoint = Endpoint()
    endpoint.queue.fail_next("send", UnavailableError("down"))
    answer = endpoint.post(told(ID))
    assert (answer["statusCode"], shown(answer)["code"]) == (503, "service_unavailable")
