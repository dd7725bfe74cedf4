"""What everybody else may send: operators, the PSP, SES, and whoever has the account's rights."""

import json
import time
from collections.abc import Mapping
from typing import Any, Final

import httpx

from docs_gen.data_table import Place
from local.demo.scenarios import SUCCEEDS
from local.psp.events import signature
from tests._wait import until
from tests.canary.merchant_flows import Play, key
from tests.canary.planting import Flow, Kind
from tests.canary.request_flows import ELSEWHERE, UNKNOWN
from tests.canary.run import ENDS_S, Run, body
from tests.fakes.ses_event import ADDRESS, bounce, complaint, rendering_failure
from tests.journey.functions import call

NAMED: Final = "webhook event: its id and type"
BY_HAND: Final = "what is refused"
"""The row of what somebody laid into a place of ours: it may stay there, and go nowhere."""


def resolved(run: Run, flow: Flow) -> None:
    """A person's words on a payment that no machine can decide; those that are refused first."""
    one = run.accepted(body(flow, "pm_local_wrong_amount"), key(flow))
    run.ended(one)
    good = {"resolution": "succeeded", "reason": "The payer agrees.", "evidence": "TICKET-7"}
    it = flow.refused()
    bad: list[tuple[str, Mapping[str, Any]]] = [
        (
            "card_data_not_accepted",
            {"reason": it.card("reason", spelling="groups parted by a dash")},
        ),
        ("card_data_not_accepted", {"evidence": it.card("evidence", "American Express")}),
        ("card_data_not_accepted", {"reason": it.word("reason", Kind.CODE, dressed="cvc 123 {}")}),
        ("personal_data_not_accepted", {"reason": f"the payer, {it.email('reason')}, agrees"}),
        ("personal_data_not_accepted", {"evidence": f"mail from <{it.email('evidence')}>"}),
        ("parameter_invalid", {"resolution": it.word("resolution")}),
        ("parameter_unknown", {it.word("name of an unknown field", row=UNKNOWN): 1}),
        ("parameter_invalid", {"reason": it.word("reason", dressed="{}\r\nBcc")}),
    ]
    for code, words in bad:
        answer = run.operate(f"{one}/resolve", {**good, **words})
        assert (answer.status_code, answer.json()["code"]) == (400, code), answer.text
    said = {"reason": flow.word("reason"), "evidence": flow.word("evidence")}
    # An answer that was lost is asked again, and finds what the first one did.
    answer = run.operate(f"{one}/resolve", {**good, **said})
    assert answer.status_code in {httpx.codes.OK, httpx.codes.CONFLICT}, answer.text
    run.ended(one)
    assert run.shown(one)["status"] == "succeeded"
    run.operate(f"{one}/entries")
    run.send("GET", f"/v1/payments/{one}/entries")


def erased(run: Run, flow: Flow) -> None:
    """A payer who is erased: a person's words, those that are refused first, and the key again."""
    given = body(flow, SUCCEEDS)
    one = run.accepted(given, key(flow))
    run.ended(one)
    it = flow.refused()
    bad: list[tuple[str, Mapping[str, Any]]] = [
        ("card_data_not_accepted", {"reason": it.card("reason")}),
        ("personal_data_not_accepted", {"reason": f"{it.email('reason')} asks"}),
        ("parameter_unknown", {"reason": "TICKET-7", it.word("name", row=UNKNOWN): 1}),
        ("parameter_invalid", {"reason": it.word("reason", dressed="{}\r\nBcc")}),
    ]
    for code, words in bad:
        answer = run.operate(f"{one}/erase", words)
        assert (answer.status_code, answer.json()["code"]) == (400, code), answer.text
    said = {"reason": flow.word("reason")}
    for _ in range(2):
        assert run.operate(f"{one}/erase", said).status_code == httpx.codes.OK
    run.operate(f"{one}/entries")
    assert run.shown(one)["customer"] == {"email": "…@…", "locale": "und"}


def operators_urls_and_keys(run: Run, flow: Flow) -> None:
    """What an operator's call carries beside its words."""
    it = Flow(flow.planter, flow.name, ELSEWHERE)
    # The key lies with IAM, whose store nobody can read on AWS.
    it.known(run.jane.secret_key, "an access key's secret", Kind.SECRET, also=[Place.OTHER])
    run.operate(it.word("path"))
    run.operate(it.word("path", dressed="{}/entries"))
    run.operate(it.word("path", dressed="{}/resolve"), {"reason": it.word("reason")})
    run.operate(it.word("path", dressed="{}/notifications"), {it.word("name"): it.word("body")})


def event(flow: Flow, payment_id: str, kind: str = "payment_intent.succeeded") -> str:
    """A PSP's event with all that Stripe may say of a payer."""
    one = {
        "object": "payment_intent",
        "metadata": {"payment_id": payment_id, "note": flow.word("metadata of the event")},
        "receipt_email": flow.email("receipt_email", row=flow.row),
        "client_secret": flow.word("client_secret", Kind.SECRET, dressed="pi_1_secret_{}"),
        "payment_method": flow.word("payment_method", Kind.PSP_TOKEN, dressed="pm_{}"),
        "charges": {"billing_details": {"name": flow.word("name", Kind.NAME)}},
    }
    told = {"id": flow.word("id of the event", row=NAMED, dressed="evt_{}"), "type": kind}
    return json.dumps({**told, "data": {"object": one}})


def webhooks(run: Run, flow: Flow) -> None:
    """Signed, unsigned, touched, too old, none of ours, no event at all."""
    it = Flow(flow.planter, flow.name, "webhook event")
    one = run.accepted(body(flow, "pm_local_pending_for_a_while"), key(flow))
    now = int(time.time())
    for text, secret, age, expected in (
        (event(it, one), run.signers[0], 0, 200),
        (event(it, one, it.word("type of the event", row=NAMED)), run.signers[1], 0, 200),
        (event(it, it.word("payment_id of the event")), run.signers[0], 0, 200),
        (json.dumps({"note": it.word("no event")}), run.signers[0], 0, 200),
        (event(it, one), it.word("another's secret", Kind.SECRET, dressed="whsec_{}"), 0, 400),
        (event(it, one), run.signers[0], 301, 400),
    ):
        signed = signature(text, [secret], now - age)
        it.known(
            signed.rpartition("v1=")[2], "a signature", Kind.SECRET, row="header Stripe-Signature"
        )
        assert hook(run, text, {"Stripe-Signature": signed}) == expected
    for given in (
        {},
        {"Stripe-Signature": it.word("header Stripe-Signature", dressed="t=1,v1={}")},
    ):
        assert hook(run, event(it, one), given) == 400
    run.ended(one)


def hook(run: Run, text: str, headers: Mapping[str, str]) -> int:
    """The status that an event is answered with."""
    path, content = "/v1/webhooks/psp", text.encode()
    answer = run.send("POST", path, content=content, headers=headers)
    return answer.status_code


def mail_events(run: Run, flow: Flow) -> None:
    """A bounce, a complaint, one of another mail, one that names no mail, and one that is none."""
    it = Flow(flow.planter, flow.name, "address in SES's event")
    one = run.accepted(body(flow, SUCCEEDS), key(flow))
    run.ended(one)
    shown, lines = run.shown(one), run.send("GET", f"/v1/payments/{one}/entries").json()["data"]
    (final,) = [line["seq"] for line in lines if line["type"] == "succeeded"]
    named = {"notification": f"{one}-{final}", "message": shown["notification"]["message_id"]}
    tag = it.word("tag of the event")
    publish(
        run,
        bounce(**named).replace(ADDRESS, it.email("a bounce", row=it.row)),
        complaint(**{**named, "message": "another"}).replace(ADDRESS, it.email("a complaint")),
        bounce(**{**named, "notification": tag}).replace(ADDRESS, it.email("a stray bounce")),
        rendering_failure(**{**named, "message": "another"}).replace(
            "'amount'", it.word("errorMessage")
        ),
        json.dumps({"eventType": it.word("no event"), "mail": it.email("no event, mail")}),
    )
    until(lambda: "undeliverable" in str(run.row(one)["told"]), ENDS_S)
    run.shown(one)


def publish(run: Run, *events: str) -> None:
    """What SES does when it has something to say."""
    sns = run.stack.emulator.client("sns")
    (topic,) = (
        each["TopicArn"]
        for each in sns.list_topics()["Topics"]
        if each["TopicArn"].endswith("-mail-events")
    )
    for each in events:
        sns.publish(TopicArn=topic, Message=each)


def tampered_messages(run: Run, flow: Flow) -> None:
    """In each queue and among its dead letters: an id that is none, a field too many, no JSON."""
    sqs, outputs = run.stack.emulator.client("sqs"), run.stack.outputs
    queues = [
        outputs[f"{name}_{end}_url"]
        for name in ("payment", "notification", "email_event")
        for end in ("queue", "dead_letter")
    ]
    for queue in queues:
        name = queue.rpartition("/")[2]
        it = Flow(flow.planter, flow.name, BY_HAND)
        here = [Place.MAIL_EVENTS if "email" in name else Place.QUEUES]
        for text in (
            json.dumps({"v": 1, "payment_id": it.word(f"payment_id, {name}", also=here)}),
            json.dumps({"v": 1, "payment_id": "pay_" + "a" * 26, "to": it.email(name, also=here)}),
            it.word(f"no JSON, {name}", Kind.SECRET, also=here),
        ):
            sqs.send_message(QueueUrl=queue, MessageBody=text)


def events_of_no_form(run: Run, flow: Flow) -> None:
    """A function is called with what is none of its events: it crashes, and says nothing of it."""
    it = flow.refused()
    for handler in run.stack.outputs["functions"]:
        call(run.stack, handler, {it.word(f"name, {handler}"): it.email(f"event, {handler}")})
        call(run.stack, handler, {"Records": [{"body": it.word(f"record, {handler}")}]})
    for handler in ("sweep_payments", "reconcile_payments", "expire_payers", "sign_ledger"):
        call(run.stack, handler, {})


def overwritten_row(run: Run, flow: Flow) -> None:
    """Whoever may write the table puts an address where the mask is: no answer shows it."""
    one = run.accepted(body(flow, SUCCEEDS), key(flow))
    run.ended(one)
    address = flow.email("email_masked, by hand", row=BY_HAND, also=[Place.PAYMENTS])
    run.stack.emulator.client("dynamodb").update_item(
        TableName=run.stack.outputs["payments_table"],
        Key={"payment_id": {"S": one}},
        UpdateExpression="SET mail = :address",
        ExpressionAttributeValues={":address": {"S": address}},
    )
    run.shown(one)
    run.operate(one)


FLOWS: Final[Mapping[str, Play]] = {
    "operator: resolved": resolved,
    "operator: erased": erased,
    "operator: URLs and keys": operators_urls_and_keys,
    "webhooks": webhooks,
    "events of mails": mail_events,
    "tampered messages": tampered_messages,
    "events of no form": events_of_no_form,
    "a row that was overwritten": overwritten_row,
}
"""Name → what is done."""
