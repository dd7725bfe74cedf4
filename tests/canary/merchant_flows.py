"""What a merchant's backend may send, good and bad, with a canary in every input."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from itertools import count
from typing import Any, Final

import httpx

from bench.card_spellings import SPELLINGS
from local.demo.scenarios import DECLINED, SUCCEEDS
from tests.canary import encrypted_flows, signed_flows
from tests.canary.planting import BRAND_NAMES, Flow, Kind
from tests.canary.request_flows import UNKNOWN, headers, paths_and_queries, tokens
from tests.canary.run import Run, body

Play = Callable[[Run, Flow], None]
_NUMBERS: Final = count(1)


def key(flow: Flow) -> str:
    """An idempotency key, which is kept as a hash only."""
    return flow.word("header Idempotency-Key", Kind.TEXT)


def paid(run: Run, flow: Flow) -> None:
    """Accepted, charged, told; asked again, and read in each way."""
    request, name = body(flow, SUCCEEDS), key(flow)
    one = run.accepted(request, name)
    assert run.pay(request, name).headers["Idempotent-Replayed"] == "true"
    run.ended(one)
    run.send("GET", f"/v1/payments/{one}/entries")
    for event in run.send("GET", f"/v1/events?payment={one}").json()["data"]:
        run.send("GET", f"/v1/events/{event['id']}")
    run.send("GET", "/v1/payments?limit=100")
    assert run.send("GET", f"/v1/payments?reference={request['reference']}").json()["data"]
    run.operate(one)
    run.operate(f"{one}/entries")
    assert run.operate(f"{one}/notifications", {}).status_code == httpx.codes.ACCEPTED
    run.ended(one)


def declined(run: Run, flow: Flow) -> None:
    """The issuer says no, and the payer is told that."""
    run.ended(run.accepted(body(flow, DECLINED), key(flow)))


def token_that_the_psp_does_not_know(run: Run, flow: Flow) -> None:
    """Stripe's error repeats the token: `No such PaymentMethod: 'pm_…'`."""
    token = flow.word("payment_method", Kind.PSP_TOKEN, dressed="pm_{}")
    one = run.accepted(body(flow, token), key(flow))
    run.ended(one)
    run.operate(f"{one}/entries")


def charged_and_the_answer_lost(run: Run, flow: Flow) -> None:
    """The PSP charges and does not answer; the payment is read back."""
    run.ended(run.accepted(body(flow, "pm_local_timeout_after_charge"), key(flow)))


def key_of_another_body(run: Run, flow: Flow) -> None:
    """The second request is refused, and nothing of it kept."""
    name = key(flow)
    run.ended(run.accepted(body(flow, SUCCEEDS), name))
    answer = run.pay(body(flow.refused(), SUCCEEDS), name)
    assert answer.json()["code"] == "idempotency_key_reused"


def canceled(run: Run, flow: Flow) -> None:
    """With a body that nobody asked for, twice; whoever is too late is told so."""
    one = run.accepted(body(flow, "pm_local_slow"), key(flow))
    for _ in range(2):
        told = {"reason": flow.refused().word("body of a cancellation")}
        run.send("POST", f"/v1/payments/{one}/cancel", json_body=told)
    run.ended(one)


def card_in_each_spelling(run: Run, flow: Flow) -> None:
    """As people and programs write it, in a description."""
    for spelling in SPELLINGS:
        refused(run, flow, "card_data_not_accepted", partial(_spelled, spelling))


def _spelled(spelling: str, it: Flow) -> dict[str, Any]:
    return {"description": it.card("description", "Visa", spelling)}


def _branded(place: Callable[[Flow, str], dict[str, Any]], brand: str, it: Flow) -> dict[str, Any]:
    return place(it, brand)


def _coded(name: str, it: Flow) -> dict[str, Any]:
    return {name: it.word(name, Kind.CODE)}


def card_of_each_issuer(run: Run, flow: Flow) -> None:
    """In groups, in each input in turn."""
    parted = "groups parted by a space"
    inputs: list[Callable[[Flow, str], dict[str, Any]]] = [
        lambda it, brand: {"description": it.card("description", brand, parted)},
        lambda it, brand: {"reference": it.card("reference", brand, parted)},
        lambda it, brand: {"metadata": {"a": it.card("metadata", brand, parted)}},
        lambda it, brand: {"metadata": {it.card("name in metadata", brand, parted): "a"}},
        lambda it, brand: {"customer": {"email": "a@gmail.com", "name": it.card("name", brand)}},
        lambda it, brand: {"customer": {"email": f"{it.card('email', brand)}@gmail.com"}},
        lambda it, brand: {"payment_method": f"pm_{it.card('payment_method', brand)}"},
        lambda it, brand: {"statement_descriptor_suffix": it.card("suffix", brand)},
        lambda it, brand: {it.card("name of an unknown field", brand, parted): 1},
        lambda it, brand: {"card": {"number": it.card("card.number", brand)}},
        lambda it, brand: {"card": [[int(it.card("a number in lists", brand))]]},
    ]
    for brand in BRAND_NAMES:
        place = inputs[next(_NUMBERS) % len(inputs)]
        refused(run, flow, "card_data_not_accepted", partial(_branded, place, brand))
    answer = run.pay(body(flow.refused(), SUCCEEDS), flow.card("header Idempotency-Key"))
    assert answer.json()["code"] == "card_data_not_accepted"


def security_codes(run: Run, flow: Flow) -> None:
    """By the names that programs give them, and in a sentence."""
    for name in ("cvc", "cvv2", "card_cvc", "securityCode", "CAV2", "track2", "pin_block"):
        refused(run, flow, "card_data_not_accepted", partial(_coded, name))
    refused(
        run,
        flow,
        "card_data_not_accepted",
        lambda it: {"description": it.word("description", Kind.CODE, dressed="cvv is 123 {}")},
    )
    refused(
        run,
        flow,
        "card_data_not_accepted",
        lambda it: {
            "customer": {
                "email": "a@gmail.com",
                "card": {"cvc": it.word("customer.card.cvc", Kind.CODE)},
            }
        },
    )


def broken_rules(run: Run, flow: Flow) -> None:
    """Whatever the model refuses, with what is private in the very field that is wrong."""
    long = "{}" + "x" * 600
    cases: list[tuple[str, Callable[[Flow], dict[str, Any]]]] = [
        ("parameter_unknown", lambda it: {"note": it.word("an unknown field")}),
        ("parameter_unknown", lambda it: {it.word(UNKNOWN, row=UNKNOWN): 1}),
        (
            "email_invalid",
            lambda it: {"customer": {"email": it.word("customer.email", Kind.EMAIL)}},
        ),
        (
            "parameter_invalid",
            lambda it: {"payment_method": it.word("payment_method", Kind.PSP_TOKEN)},
        ),
        (
            "parameter_invalid",
            lambda it: {"description": it.word("description", dressed="{}\r\nBcc")},
        ),
        ("parameter_invalid", lambda it: {"reference": it.word("reference", dressed=long)}),
        ("parameter_invalid", lambda it: {"amount": it.word("amount")}),
        ("currency_not_supported", lambda it: {"currency": it.word("currency")}),
        (
            "parameter_invalid",
            lambda it: {
                "customer": {
                    "email": "a@gmail.com",
                    "name": it.word("name", Kind.NAME, dressed="www.{}"),
                }
            },
        ),
        (
            "parameter_invalid",
            lambda it: {
                "customer": {"email": "a@gmail.com", "locale": it.word("locale", dressed="{}_")}
            },
        ),
        ("parameter_invalid", lambda it: {"metadata": {"a": {"b": it.word("metadata, deep")}}}),
        ("parameter_invalid", lambda it: {"customer": it.email("customer")}),
    ]
    for code, changes in cases:
        refused(run, flow, code, changes)


def refused(run: Run, flow: Flow, code: str, changes: Callable[[Flow], Mapping[str, Any]]) -> None:
    """One bad input, beside good ones of which nothing may be kept either."""
    it = flow.refused()
    request, name = body(it, SUCCEEDS, **changes(it)), it.word("header Idempotency-Key")
    answer = run.pay(request, name)
    assert (answer.status_code, answer.json()["code"]) == (400, code), answer.text


def bodies_that_are_none(run: Run, flow: Flow) -> None:
    """Broken JSON, another type, another encoding, too much of it, a name twice, no key."""
    it = flow.refused()
    good = json.dumps(body(it, SUCCEEDS))
    for own, text in (
        ({}, good[:-1]),
        ({}, f"[{good}]"),
        ({}, good[:-1] + f', "amount": "{it.word("a name twice")}"}}'),
        ({}, good[:-1] + f', "a": "{it.word("too much", dressed="{}" + "x" * 9_000)}"}}'),
        ({"Content-Type": it.word("header Content-Type", dressed="text/{}")}, good),
        ({"Content-Encoding": it.word("header Content-Encoding")}, good),
        ({"Idempotency-Key": it.word("header Idempotency-Key", dressed="one {}")}, good),
        ({"Idempotency-Key": it.word("header Idempotency-Key", dressed="{}" + "k" * 255)}, good),
    ):
        given = {"Idempotency-Key": it.word("header Idempotency-Key"), **own}
        answer = run.send("POST", "/v1/payments", content=text.encode(), headers=given)
        assert answer.status_code in {400, 413, 415}, answer.text
    answer = run.send("POST", "/v1/payments", content=good.encode())
    assert answer.json()["code"] == "idempotency_key_missing"


FLOWS: Final[Mapping[str, Play]] = {
    "accepted, paid, read, told again": paid,
    "declined": declined,
    "a token that the PSP does not know": token_that_the_psp_does_not_know,
    "charged, and the answer lost": charged_and_the_answer_lost,
    "a key of another body": key_of_another_body,
    "canceled": canceled,
    "refused: a card in each spelling": card_in_each_spelling,
    "refused: a card of each issuer": card_of_each_issuer,
    "refused: security codes": security_codes,
    "refused: broken rules": broken_rules,
    "refused: bodies that are none": bodies_that_are_none,
    "accepted, encrypted": encrypted_flows.paid,
    "refused: encrypted": encrypted_flows.refused,
    "signed: accepted and refused": signed_flows.paid,
    "tokens": tokens,
    "headers": headers,
    "paths and queries": paths_and_queries,
}
"""Name → what is done."""
