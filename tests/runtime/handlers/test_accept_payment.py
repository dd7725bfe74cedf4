"""`POST /v1/payments`, from event to answer, over fakes."""

import json
from typing import Any

import pytest

from runtime.domain.errors import UnavailableError
from runtime.handlers.accept_payment import respond
from runtime.invocation.http import HttpResponse
from tests.fakes.payments import Harness
from tests.fakes.sealing import FakeOpener
from tests.runtime.handlers.events import CURRENCIES, MERCHANTS, ORDER, event, known, post, shown

CARD = "4242424242424242"


def ask(harness: Harness, request: dict[str, Any]) -> HttpResponse:
    """The handler's answer over the harness's fakes."""
    fakes = {"callers": known(), "opener": FakeOpener(), "ports": harness.accepting()}
    return respond(request, currencies=CURRENCIES, **fakes)


def test_a_payment_is_accepted_with_202_and_where_to_find_it() -> None:
    """A good request is one row, one message, and an answer that names the payment."""
    harness = Harness()
    answer = ask(harness, post())
    payment = shown(answer)
    assert answer["statusCode"] == 202
    assert answer["headers"]["Location"] == f"/v1/payments/{payment['id']}"
    assert answer["headers"]["Retry-After"].isdecimal()
    assert "Idempotent-Replayed" not in answer["headers"]
    assert payment["status"] == "queued"
    assert payment["customer"] == {"email": "j…@…", "locale": "de-DE"}
    assert list(harness.ledger.rows) == [payment["id"]]
    assert harness.queue.sent == [(payment["id"], 0)]


def test_a_replay_answers_the_payment_as_it_was_accepted() -> None:
    """The same request in another spelling is the same payment, marked as a replay."""
    harness = Harness()
    first = ask(harness, post())
    respelled = json.dumps(dict(reversed(ORDER.items())), indent=3)
    second = ask(harness, post(respelled))
    assert second["statusCode"] == 202
    assert second["headers"]["Idempotent-Replayed"] == "true"
    assert second["body"] == first["body"]
    assert len(harness.ledger.rows) == 1


def test_a_whole_number_with_a_point_is_the_integer() -> None:
    """`2500.0` is accepted as OpenAPI's integer is, and the same key with `2500` is a replay."""
    harness = Harness()
    pointed = ask(harness, post(json.dumps(ORDER).replace("2500", "2500.0")))
    assert (pointed["statusCode"], shown(pointed)["amount"]) == (202, 2500)
    plain = ask(harness, post())
    assert (plain["statusCode"], plain["headers"]["Idempotent-Replayed"]) == (202, "true")


def test_another_body_under_the_same_key_is_refused() -> None:
    """A key stands for one body: any change is 422 and writes nothing."""
    harness = Harness()
    ask(harness, post())
    before = dict(harness.ledger.rows)
    answer = ask(harness, post(ORDER | {"amount": 2501}))
    assert (answer["statusCode"], shown(answer)["code"]) == (422, "idempotency_key_reused")
    assert "2026-11-22T" in shown(answer)["detail"]
    assert harness.ledger.rows == before


@pytest.mark.fault(
    "F6",
    sees="Each merchant its own payment; two clients of one merchant the same",
    does="The id is derived from the merchant's name and the key",
)
def test_one_key_is_one_payment_per_merchant() -> None:
    """Two clients of one merchant share a key; another merchant's key is another payment."""
    harness = Harness()
    ids = set()
    for client in MERCHANTS:
        request = post()
        request["requestContext"]["authorizer"]["claims"]["client_id"] = client
        ids.add(shown(ask(harness, request))["id"])
    assert len(ids) == 2


def test_a_refused_message_does_not_refuse_the_payment() -> None:
    """Once it is in the ledger it is accepted; the sweeper sends the message."""
    harness = Harness()
    harness.queue.refusing = True
    assert ask(harness, post())["statusCode"] == 202
    assert harness.metrics.counts["SendAfterCommitFailed"] == 1


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (UnavailableError("secret value"), 503, "service_unavailable"),
        (KeyError("secret value"), 500, "internal_error"),
    ],
)
def test_a_failure_of_ours_says_whether_it_passes_and_when_to_repeat(
    error: Exception, status: int, code: str
) -> None:
    """An outage and a defect have codes of their own, `Retry-After` and no inner word."""
    harness = Harness()
    harness.ledger.fail_next("create", error)
    answer = ask(harness, post())
    assert (answer["statusCode"], shown(answer)["code"]) == (status, code)
    assert answer["headers"]["Retry-After"].isdecimal()
    assert "secret value" not in answer["body"]


@pytest.mark.fault(
    "F7",
    sees="A timeout; the same key then answers 202 with the payment that exists",
    does="What was committed stands, and a repeat converges on it",
)
def test_a_lost_reply_and_the_same_key_give_one_payment() -> None:
    """After a 503 the same request converges on the payment that exists."""
    harness = Harness()
    harness.ledger.fail_next("create", UnavailableError("reply lost"), after=True)
    assert ask(harness, post())["statusCode"] == 503
    assert ask(harness, post())["statusCode"] == 202
    assert len(harness.ledger.rows) == 1
    assert len(harness.queue.sent) == 1


BAD_BODIES: list[tuple[Any, str, str | None]] = [
    ("{", "json_invalid", None),
    ("", "json_invalid", None),
    ("[]", "json_invalid", None),
    ('{"amount": 1, "amount": 2}', "json_invalid", None),
    ('{"amount": NaN}', "json_invalid", None),
    ({k: v for k, v in ORDER.items() if k != "amount"}, "parameter_missing", "amount"),
    (ORDER | {"customer": {}}, "parameter_missing", "customer.email"),
    (ORDER | {"amount": 2500.5}, "parameter_invalid", "amount"),
    (ORDER | {"amount": 10**25}, "amount_too_large", "amount"),
    (ORDER | {"amount": 0}, "amount_too_small", "amount"),
    (ORDER | {"amount": 49}, "amount_too_small", "amount"),
    (ORDER | {"currency": "gbp"}, "currency_not_supported", "currency"),
    (ORDER | {"customer": {"email": "jane"}}, "email_invalid", "customer.email"),
    (ORDER | {"status": "succeeded"}, "parameter_unknown", "status"),
    (ORDER | {"id": "pay_1"}, "parameter_unknown", "id"),
    (ORDER | {"client_id": "other"}, "parameter_unknown", "client_id"),
    (ORDER | {"attempts": []}, "parameter_unknown", "attempts"),
]


@pytest.mark.parametrize(("body", "code", "param"), BAD_BODIES)
def test_a_body_that_breaks_a_rule_is_400_and_writes_nothing(
    body: Any, code: str, param: str | None
) -> None:
    """Each rule has its code and names the field; nothing is sealed, written or sent."""
    harness = Harness()
    answer = ask(harness, post(body))
    problem = shown(answer)
    assert (answer["statusCode"], problem["code"], problem.get("param")) == (400, code, param)
    assert not harness.ledger.calls
    assert not harness.queue.sent


def test_every_fault_is_listed() -> None:
    """A client that broke three rules learns all three at once."""
    answer = ask(Harness(), post({"amount": 0, "currency": "xxx", "extra": 1}))
    assert {fault["code"] for fault in shown(answer)["errors"]} == {
        "amount_too_small",
        "currency_not_supported",
        "parameter_missing",
        "parameter_unknown",
    }


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("", "idempotency_key_missing"),
        ("k" * 256, "idempotency_key_invalid"),
        ("two words", "idempotency_key_invalid"),
        ("schlüssel", "idempotency_key_invalid"),
    ],
)
def test_a_key_is_1_to_255_visible_ascii_characters(key: str, code: str) -> None:
    """No key and a bad key are told apart, and neither is repeated in the answer."""
    answer = ask(Harness(), post(key=key))
    assert (answer["statusCode"], shown(answer)["code"]) == (400, code)
    assert not key or key not in answer["body"]


def test_two_keys_are_no_key() -> None:
    """A request with two different keys is refused: it can't mean one payment."""
    request = post()
    request["multiValueHeaders"]["Idempotency-Key"] = ["key-1", "key-2"]
    assert shown(ask(Harness(), request))["code"] == "idempotency_key_invalid"


@pytest.mark.parametrize(
    ("request_", "param"),
    [
        (post(ORDER | {"description": f"card {CARD}"}), "description"),
        (post(ORDER | {"metadata": {CARD: "x"}}), "metadata"),
        (post(ORDER | {"amount": int(CARD)}), "amount"),
        (post({"deep": [[{"x": "4242 4242 4242 4242"}]]}), "deep.x"),
        (post(ORDER | {"cvc": "123"}), "cvc"),
        (post(ORDER | {"description": "x"}, key=CARD), "Idempotency-Key"),
    ],
)
def test_card_data_is_refused_first_and_never_repeated(
    request_: dict[str, Any], param: str
) -> None:
    """Wherever it stands, and whatever else is wrong, card data has its own answer."""
    answer = ask(Harness(), request_)
    found = shown(answer)
    assert (answer["statusCode"], found["code"]) == (400, "card_data_not_accepted")
    assert found["param"] == param
    assert "4242" not in answer["body"]


@pytest.mark.parametrize(
    "key", ["order-1732780000008", "INV-20260926153153", "20261128-000123-4567", "4006381333931"]
)
def test_a_shop_s_own_numbers_are_keys_and_references(key: str) -> None:
    """Timestamps, dated order numbers and EANs are no card data."""
    answer = ask(Harness(), post(ORDER | {"reference": key, "metadata": {"ean": key}}, key=key))
    assert answer["statusCode"] == 202


def test_a_client_of_no_merchant_is_403() -> None:
    """A token whose client belongs to nobody here accepts nothing, whatever the body."""
    harness = Harness()
    request = event("/v1/payments", "{", client="stranger")
    answer = ask(harness, request)
    assert (answer["statusCode"], shown(answer)["code"]) == (403, "merchant_unknown")
    assert not harness.ledger.calls


def test_nothing_of_the_payer_reaches_a_log(caplog: pytest.LogCaptureFixture) -> None:
    """Accepted or refused, the log has ids and codes, and no address, name or token."""
    ask(Harness(), post())
    ask(Harness(), post(ORDER | {"extra": "jane@example.com"}))
    told = [(record.message, vars(record)["outcome"]) for record in caplog.records]
    assert told == [("request", "answered"), ("request", "refused")]
    logged = str([vars(record) for record in caplog.records])
    assert not [word for word in ("jane", "Jane", "pm_card_visa") if word in logged]
