"""The WebhookSigner port: what the specification's own library verifies, for derived secrets."""

import threading
import time
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest
from moto import mock_aws
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from runtime.adapters.webhook_signatures import (
    KmsWebhookSigner,
    derive,
    secret_text,
    signature,
)
from runtime.domain.errors import UnavailableError
from tests.fakes.webhook_kms import KEY_ARN, FakeKms
from tests.runtime.adapters.aws import AS_NOBODY

BODY = '{"id":"evt_1","data":{"reference":"Bücher"}}'.encode()


def headers(at: int, signed: str) -> dict[str, str]:
    """What a merchant is sent."""
    return {"webhook-id": "evt_1", "webhook-timestamp": str(at), "webhook-signature": signed}


def test_the_specification_s_example_is_signed_as_it_says() -> None:
    """Secret, id, time, body and signature as the specification prints them."""
    secret = b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    signed = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("secret_id", ["2", "1"])
def test_either_of_two_secrets_verifies(secret_id: str) -> None:
    """While one replaces the other, a merchant may hold any of them."""
    kms, at = FakeKms(), int(time.time())
    signed = KmsWebhookSigner(kms.client, KEY_ARN).sign("acme", ["2", "1"], "evt_1", at, BODY)
    secret = derive(kms.client, KEY_ARN, "acme", secret_id)
    Webhook(secret_text(secret)).verify(BODY, headers(at, signed))
    assert signed.split(" ").index(signature(secret, "evt_1", at, BODY)) == 2 - int(secret_id)


@pytest.mark.parametrize(
    "changed",
    [
        {"body": BODY.replace(b"evt_1", b"evt_2")},
        {"webhook-id": "evt_2"},
        {"webhook-timestamp": 1},
        {"secret": ("acme", "3")},
        {"secret": ("other", "2")},
    ],
    ids=str,
)
def test_nothing_else_does(changed: dict[str, Any]) -> None:
    """Not another body, id, time, secret or merchant."""
    kms, at = FakeKms(), int(time.time())
    signed = KmsWebhookSigner(kms.client, KEY_ARN).sign("acme", ["2", "1"], "evt_1", at, BODY)
    later = at + changed.pop("webhook-timestamp", 0)
    body = changed.pop("body", BODY)
    secret = derive(kms.client, KEY_ARN, *changed.pop("secret", ("acme", "2")))
    sent = {**headers(later, signed), **changed}
    with pytest.raises(WebhookVerificationError, match="No matching"):
        Webhook(secret_text(secret)).verify(body, sent)


def test_a_secret_is_an_hmac_of_its_names_by_kms() -> None:
    """The text is kept for ever: with another one every merchant's secret would be another."""
    kms = FakeKms()
    secret = derive(kms.client, KEY_ARN, "acme", "2")
    assert kms.asked == [
        {
            "KeyId": KEY_ARN,
            "Message": b"tillstack webhook secret\nacme\n2",
            "MacAlgorithm": "HMAC_SHA_256",
        }
    ]
    assert len(secret) == 32
    text = secret_text(secret)
    assert (text[:6], b64decode(text[6:], validate=True)) == ("whsec_", secret)


def test_kms_makes_the_secret() -> None:
    """With a key for HMAC alone; the same each time, and another for another merchant."""
    with mock_aws():
        client = boto3.client("kms", **AS_NOBODY)
        made = client.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")
        arn = made["KeyMetadata"]["Arn"]
        first, again = (derive(client, arn, "acme", "1") for _ in range(2))
        assert first == again != derive(client, arn, "other", "1")


def test_a_key_that_does_not_answer_is_unavailable_and_asked_again() -> None:
    """KMS's code is told; a failure is not kept."""
    with mock_aws():
        client = boto3.client("kms", **AS_NOBODY)
        signer = KmsWebhookSigner(client, "arn:aws:kms:eu-west-1:123456789012:key/none")
        for _ in range(2):
            with pytest.raises(UnavailableError, match="NotFoundException"):
                signer.sign("acme", ["1"], "evt_1", 1, BODY)


def test_a_secret_is_asked_of_kms_once() -> None:
    """However many threads sign at the same time."""
    kms, together = FakeKms(), threading.Barrier(8)
    signer = KmsWebhookSigner(kms.client, KEY_ARN)

    def sign(_: int) -> str:
        together.wait(30)
        return signer.sign("acme", ["2", "1"], "evt_1", 1, BODY)

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(sign, range(8)))) == 1
    assert len(kms.asked) == 2
