"""What a merchant sees of its payments."""

import re
from typing import Any

import httpx
import pytest

from local.demo.scenarios import DECLINED, SUCCEEDS, request
from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from runtime.domain.payment import created_key, day_key, payment_id, reference_key
from tests._wait import until

pytestmark = pytest.mark.emulator

PAYMENT_KEYS = {
    "id",
    "object",
    "livemode",
    "status",
    "amount",
    "amount_received",
    "currency",
    "customer",
    "description",
    "reference",
    "metadata",
    "created",
    "updated",
    "attempt_count",
    "max_attempts",
    "next_attempt_at",
    "attempts",
    "last_payment_error",
    "provider",
    "verification",
    "notification",
    "links",
}
INNER_KEYS = {
    "customer": {"email", "locale"},
    "provider": {"name", "payment_id", "charge_id"},
    "verification": {"status", "verified_at", "checks"},
    "notification": {"status", "sent_at", "message_id", "reason"},
    "links": {"self", "entries"},
}
"""Both as the design's payment object has them."""


def told(client: MerchantClient, payment_id: str) -> dict[str, Any]:
    """The payment once its payer has a mail."""

    def look() -> dict[str, Any] | None:
        payment = client.payment(payment_id)
        return payment if payment["notification"]["status"] == "sent" else None

    return until(look, 60) or {}


@pytest.fixture(scope="module")
def accepted(acme: MerchantClient) -> httpx.Response:
    """The answer to a good request."""
    body = {**request(1, SUCCEEDS, "pt-BR", name="Ana"), "metadata": {"basket": "7"}}
    return acme.pay(body, "journey-one")


@pytest.fixture(scope="module")
def succeeded(acme: MerchantClient, accepted: httpx.Response) -> dict[str, Any]:
    """The same payment at its end."""
    return told(acme, accepted.json()["id"])


@pytest.fixture(scope="module")
def failed(acme: MerchantClient) -> dict[str, Any]:
    """A declined payment at its end."""
    return told(acme, acme.pay(request(2, DECLINED, "en", name="Ben"), "journey-two").json()["id"])


def test_a_payment_is_accepted_as_queued(accepted: httpx.Response) -> None:
    """202 says where the payment is and when to look, and shows what was asked for."""
    payment = accepted.json()
    assert accepted.status_code == 202
    assert re.fullmatch(r"pay_[a-z2-7]{26}", payment["id"])
    assert accepted.headers["Location"] == f"/v1/payments/{payment['id']}"
    assert accepted.headers["Retry-After"].isdigit()
    assert "Idempotent-Replayed" not in accepted.headers
    assert set(payment) == PAYMENT_KEYS
    assert payment["status"] == "queued"
    assert (payment["amount"], payment["currency"]) == (1001, "eur")
    assert payment["customer"] == {"email": "p…@…", "locale": "pt-BR"}
    assert payment["metadata"] == {"basket": "7"}
    assert payment["links"]["entries"] == f"/v1/payments/{payment['id']}/entries"


def test_a_payment_at_its_end_has_the_same_shape(succeeded: dict[str, Any]) -> None:
    """Every part of the object is there, filled by the PSP, the check and the mail."""
    assert set(succeeded) == PAYMENT_KEYS
    assert {name: set(succeeded[name]) for name in INNER_KEYS} == INNER_KEYS
    assert succeeded["status"] == "succeeded"
    assert succeeded["amount_received"] == 1001
    assert succeeded["last_payment_error"] is None
    assert succeeded["provider"]["name"] == "stripe"
    assert succeeded["provider"]["payment_id"].startswith("pi_")
    assert succeeded["verification"]["status"] == "verified"
    assert succeeded["verification"]["checks"]
    (attempt,) = succeeded["attempts"]
    assert set(attempt) == {"number", "started_at", "ended_at", "outcome", "error"}


def test_a_decline_is_on_the_payment(failed: dict[str, Any]) -> None:
    """A declined payment was accepted; the reason stands on it, in our words and the bank's."""
    assert failed["status"] == "failed"
    error = failed["last_payment_error"]
    assert set(error) == {"code", "decline_code", "advice_code", "message"}
    assert (error["code"], error["decline_code"]) == ("card_declined", "insufficient_funds")
    assert failed["amount_received"] == 0


def test_a_replay_shows_the_payment_as_accepted(
    acme: MerchantClient, accepted: httpx.Response, succeeded: dict[str, Any]
) -> None:
    """The same key and body answer as the first time, marked as a replay, even at the end."""
    assert succeeded["status"] == "succeeded"
    again = acme.pay(
        {**request(1, SUCCEEDS, "pt-BR", name="Ana"), "metadata": {"basket": "7"}}, "journey-one"
    )
    assert (again.status_code, again.json()) == (202, accepted.json())
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.headers["Location"] == accepted.headers["Location"]


def test_the_entries_tell_the_story(acme: MerchantClient, succeeded: dict[str, Any]) -> None:
    """The ledger of a payment, oldest first, without hashes, its postings in balance."""
    page = acme.http.get(succeeded["links"]["entries"]).json()
    assert (page["object"], page["has_more"]) == ("list", False)
    entries = page["data"]
    assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))
    history = [entry["type"] for entry in entries if entry["type"] != "notification"]
    assert history == ["accepted", "attempt_started", "attempt_ended", "verified", "succeeded"]
    shape = {"object", "seq", "type", "at", "actor", "data", "postings"}
    assert all(set(entry) == shape for entry in entries)
    assert sum(posting["amount"] for entry in entries for posting in entry["postings"]) == 0


def test_the_events_tell_the_merchant(acme: MerchantClient, succeeded: dict[str, Any]) -> None:
    """One for each step, newest first, found again by its id, with the payment as it was."""
    page = acme.http.get("/v1/events", params={"payment": succeeded["id"]}).json()
    types = ["payment.succeeded", "payment.processing", "payment.accepted"]
    assert [event["type"] for event in page["data"]] == types
    for event in page["data"]:
        assert acme.http.get(f"/v1/events/{event['id']}").json() == event
    newest, *_, first = [event["data"] for event in page["data"]]
    changing = {"notification", "updated"}
    assert {name: newest[name] for name in newest.keys() - changing} == {
        name: succeeded[name] for name in succeeded.keys() - changing
    }
    assert (first["status"], first["attempts"], first["amount_received"]) == ("queued", [], 0)


def test_a_list_is_paged_and_filtered(
    acme: MerchantClient, succeeded: dict[str, Any], failed: dict[str, Any]
) -> None:
    """Newest first, page by page, by status, reference and time; nobody else's payments."""

    def listed(**query: Any) -> dict[str, Any]:
        answer = acme.http.get("/v1/payments", params=query)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def ids(**query: Any) -> list[str]:
        return [payment["id"] for payment in listed(**query)["data"]]

    everything: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = listed(limit=5, **cursor)
        everything += page["data"]
        if not page["has_more"]:
            break
        cursor = {"starting_after": page["next_cursor"]}
    times = [payment["created"] for payment in everything]
    assert times == sorted(times, reverse=True)
    assert {succeeded["id"], failed["id"]} <= {payment["id"] for payment in everything}
    assert succeeded in listed(reference="order-1")["data"]
    assert failed["id"] in ids(status="failed", limit=100)
    assert succeeded["id"] not in ids(status="failed", limit=100)
    assert succeeded["id"] not in ids(**{"created[lt]": succeeded["created"]})
    assert succeeded["id"] in ids(**{"created[gte]": succeeded["created"], "limit": 100})


def test_an_old_payment_is_found(
    acme: MerchantClient, stack: LocalStack, succeeded: dict[str, Any]
) -> None:
    """By its reference at once, and by walking: no window hides it."""
    table, days = stack.outputs["payments_table"], 32 * 24 * 3600
    dynamodb = stack.emulator.client("dynamodb")
    row = dynamodb.get_item(TableName=table, Key={"payment_id": {"S": succeeded["id"]}})["Item"]
    at, old, reference = succeeded["created"] - days, payment_id("acme", "old"), "order-of-old"
    row |= {
        "payment_id": {"S": old},
        "created": {"N": str(at)},
        "created_key": {"S": created_key(at, old)},
        "day_key": {"S": day_key("acme", at, old)},
        "ref": {"S": reference},
        "reference_key": {"S": reference_key("acme", reference)},
    }
    dynamodb.put_item(TableName=table, Item=row)
    try:
        page = acme.http.get("/v1/payments", params={"reference": reference}).json()
        assert ([each["id"] for each in page["data"]], page["has_more"]) == ([old], False)
        query: dict[str, Any] = {"created[lt]": at + 1, "limit": 1}
        found = []
        while True:
            page = acme.http.get("/v1/payments", params=query).json()
            found += [each["id"] for each in page["data"]]
            if not page["has_more"]:
                break
            query["starting_after"] = page["next_cursor"]
        assert found == [old]
    finally:
        dynamodb.delete_item(TableName=table, Key={"payment_id": {"S": old}})


def test_a_list_holds_nobody_elses(bistro: MerchantClient, succeeded: dict[str, Any]) -> None:
    """Another merchant's list knows nothing of the payment, not even by its reference."""
    for query in ({"limit": 100}, {"reference": succeeded["reference"]}):
        found = bistro.http.get("/v1/payments", params=query).json()["data"]
        assert succeeded["id"] not in {payment["id"] for payment in found}


def test_health_needs_no_token(acme: MerchantClient) -> None:
    """Anybody may ask whether the ledger answers."""
    answer = httpx.get(f"{acme.gateway_url}/v1/health", timeout=60, trust_env=False)
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_final_payment_is_not_cancelable(acme: MerchantClient, succeeded: dict[str, Any]) -> None:
    """409 names the status, and the payment stays as it is."""
    answer = acme.cancel(succeeded["id"])
    found = answer.json()
    assert (answer.status_code, found["code"]) == (409, "payment_not_cancelable")
    assert "succeeded" in found["detail"]
    assert "Retry-After" not in answer.headers
    assert acme.payment(succeeded["id"]) == succeeded
