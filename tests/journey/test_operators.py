"""People with an AWS identity resolve what no machine could, and nobody else does."""

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from local.demo.scenarios import SUCCEEDS, request
from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from runtime.domain.ledger import Entry, chain_faults
from tests._wait import until
from tests.journey.asking import MISSING
from tests.journey.functions import without
from tests.journey.operating import Person, person

pytestmark = pytest.mark.emulator

SAID = {"resolution": "succeeded", "reason": "The payer agrees.", "evidence": "TICKET-7"}


def methods(stack: LocalStack, methods: str = "*") -> str:
    """The operators' routes in the gateway's own ARN."""
    cloud, api = stack.emulator, stack.outputs["gateway_url"].split("/restapis/")[1].split("/")[0]
    gateway = f"arn:aws:execute-api:{cloud.region}:{cloud.account_id}:{api}"
    return f"{gateway}/live/{methods}/v1/ops/*"


@pytest.fixture(scope="module")
def jane(stack: LocalStack) -> Iterator[Person]:
    """An operator, with the policy of the runbook."""
    with person(stack.emulator, "jane", methods(stack)) as jane:
        yield jane


def paid(client: MerchantClient, number: int, method: str = SUCCEEDS) -> str:
    """A payment whose payer has been told, or that waits for a person."""
    answer = client.pay(request(number, method, "en", name="Ida"), f"operators-{number}")
    payment_id = str(answer.json()["id"])

    def rests() -> bool:
        payment = client.payment(payment_id)
        told = payment["notification"]["status"] == "sent"
        return told or bool(payment["status"] == "requires_review")

    until(rests, 60)
    return payment_id


def problem(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of a refusal."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()["code"]


def logged(stack: LocalStack, text: str) -> list[dict[str, Any]]:
    """The lines of the operators' function that hold this."""
    group = f"/aws/lambda/{stack.outputs['functions']['operate_payments']}"
    found = stack.emulator.client("logs").filter_log_events(logGroupName=group)["events"]
    return [event for event in found if text in event["message"]]


def test_a_person_resolves_what_no_machine_could(
    acme: MerchantClient, stack: LocalStack, jane: Person
) -> None:
    """Without evidence 400, against the PSP's record 409, else booked, told, and signed."""
    payment_id = paid(acme, 8501, "pm_local_wrong_amount")
    verb = f"{payment_id}/resolve"
    bare = {key: text for key, text in SAID.items() if key != "evidence"}
    assert problem(jane.ask(stack, verb, bare)) == (400, "parameter_missing")
    failed = {**SAID, "resolution": "failed"}
    assert problem(jane.ask(stack, verb, failed)) == (409, "resolution_contradicted")
    assert acme.payment(payment_id)["status"] == "requires_review"

    answer = jane.ask(stack, verb, SAID)
    assert (answer.status_code, answer.json()["status"]) == (200, "succeeded"), answer.text
    assert problem(jane.ask(stack, verb, SAID)) == (409, "payment_not_in_review")

    until(lambda: acme.payment(payment_id)["notification"]["status"] == "sent", 60)
    payment = acme.payment(payment_id)
    assert (payment["amount"], payment["amount_received"]) == (9501, 9502)
    (mail,) = mails_to(stack, 8501)
    assert "95.02" in mail["BodyText"]

    lines = jane.ask(stack, f"{payment_id}/entries").json()["data"]
    (resolved,) = (line for line in lines if line["type"] == "resolved")
    assert resolved["actor"] == f"operator:{jane.arn}"
    assert resolved["data"]["evidence"] == "TICKET-7"
    for line in lines:
        del line["object"]
    assert chain_faults([Entry.model_validate(line) for line in lines]) == []


def found(stack: LocalStack, jane: Person, query: str) -> list[str]:
    """The ids of every page of a list."""
    names: list[str] = []
    cursor = ""
    while True:
        # What is signed is what is sent, so it is escaped before.
        answer = jane.ask_ops(stack, f"payments?{quote(query, safe='=&-_.~')}{cursor}")
        assert answer.status_code == 200, answer.text
        page = answer.json()
        names += [row["payment_id"] for row in page["data"]]
        if not page["has_more"]:
            return names
        cursor = f"&starting_after={page['next_cursor']}"


def test_a_person_lists_payments_of_all_merchants(
    acme: MerchantClient, bistro: MerchantClient, stack: LocalStack, jane: Person
) -> None:
    """By status, reference, amount and age, whosever they are; a bad filter is named."""
    mine, its = (
        paid(acme, 8511, "pm_local_wrong_amount"),
        paid(bistro, 8512, "pm_local_wrong_amount"),
    )
    since = f"created[gte]={int(time.time()) - 3600}"
    waiting = found(stack, jane, f"status=requires_review&{since}&limit=1")
    assert {mine, its} <= set(waiting)
    assert len(waiting) == len(set(waiting))
    only = found(stack, jane, f"status=requires_review&{since}&merchant=bistro")
    assert its in only
    assert mine not in only
    amount = acme.payment(mine)["amount"]
    exactly = f"amount[gte]={amount}&amount[lte]={amount}&{since}&merchant=acme"
    assert found(stack, jane, exactly) == [mine]
    assert found(stack, jane, f"older_than=3000&{since}") == []
    refused = jane.ask_ops(stack, "payments?status=lost&older_than=1h")
    assert problem(refused) == (400, "parameter_invalid")
    assert [each["param"] for each in refused.json()["errors"]] == ["status", "older_than"]


@pytest.mark.usefixtures("queue_paused")
def test_a_person_lists_what_is_unfinished(
    acme: MerchantClient, stack: LocalStack, jane: Person
) -> None:
    """From the index of what is open, page by page."""
    asked = [request(8520 + n, SUCCEEDS, "en", name="Ida") for n in range(5)]
    answers = [acme.pay(one, f"unfinished-{n}").json() for n, one in enumerate(asked)]
    queued = found(stack, jane, "status=queued&limit=2")
    assert {str(each["id"]) for each in answers} <= set(queued)
    assert len(queued) == len(set(queued))


def test_a_mail_is_sent_again(acme: MerchantClient, stack: LocalStack, jane: Person) -> None:
    """The payer has two, both with one id; while one is on its way no other is asked for."""
    payment_id = paid(acme, 8502)
    assert jane.ask(stack, f"{payment_id}/notifications", {}).status_code == 202
    until(lambda: len(mails_to(stack, 8502)) == 2, 60)
    first, second = mails_to(stack, 8502)
    assert first["BodyText"] == second["BodyText"]
    raw = jane.ask(stack, payment_id).json()
    assert raw["notification"]["id"] in first["BodyText"]
    assert "sealed" not in raw


def test_a_person_sees_the_circuit(stack: LocalStack, jane: Person) -> None:
    """Whether calls to the PSP flow, and until when they do not."""
    seen = jane.ask_ops(stack, "circuit").json()
    assert seen["object"] == "circuit"
    assert seen["state"] in {"closed", "open", "probing"}


def test_every_call_is_a_line_of_the_functions_log(
    acme: MerchantClient, stack: LocalStack, jane: Person
) -> None:
    """I14: who read what, kept outside of the ledger."""
    payment_id = paid(acme, 8503)
    jane.ask(stack, payment_id)
    line = until(lambda: logged(stack, payment_id), 30)
    assert line
    assert jane.arn in line[0]["message"]
    assert "audit: asked" in line[0]["message"]


def test_who_did_not_sign_finds_nothing(acme: MerchantClient, stack: LocalStack) -> None:
    """Without a signature the route looks like one that does not exist; a token opens none."""
    url = f"{stack.outputs['gateway_url']}/v1/ops/payments/{MISSING}"
    assert problem(httpx.get(url, trust_env=False)) == (404, "resource_missing")
    token = {"Authorization": f"Bearer {acme.token()}"}
    refused = httpx.get(url, headers=token, trust_env=False)
    assert problem(refused) == (403, "scope_missing")
    assert "token opens no such call" in refused.json()["detail"]


def test_a_forged_signature_opens_nothing(stack: LocalStack, jane: Person) -> None:
    """The access key is no secret; what signs is."""
    forged = replace(jane, secret_key="x" * 40)
    assert problem(forged.ask(stack, MISSING)) == (401, "token_invalid")
    assert problem(jane.ask(stack, MISSING)) == (404, "resource_missing")


def test_an_identity_needs_the_right_to_call(stack: LocalStack) -> None:
    """Who may do nothing is refused, and who may read can't write."""
    with person(stack.emulator, "nobody") as nobody:
        assert nobody.ask(stack, MISSING).status_code == 403
    with person(stack.emulator, "reader", methods(stack, "GET")) as reader:
        assert problem(reader.ask(stack, MISSING)) == (404, "resource_missing")
        verb = f"{MISSING}/resolve"
        assert reader.ask(stack, verb, SAID).status_code == 403


def test_operating_needs_each_of_its_grants(
    acme: MerchantClient, stack: LocalStack, jane: Person
) -> None:
    """Without the ledger nothing is read; without the PSP's key nothing is resolved."""
    payment_id = paid(acme, 8504, "pm_card_createDispute")
    with without(stack, "operate_payments", "operate-payments"):
        assert problem(jane.ask(stack, payment_id)) == (503, "service_unavailable")
    assert jane.ask(stack, payment_id).json()["status"] == "requires_review"
    with without(stack, "operate_payments", "send-notifications"):
        assert jane.ask(stack, f"{payment_id}/resolve", SAID).status_code == 200
    # The sweeper asks for the mail instead.
    until(lambda: len(mails_to(stack, 8504)) == 1, 90)


def mails_to(stack: LocalStack, number: int) -> list[dict[str, Any]]:
    """What SES accepted for one payer, oldest first."""
    address = f"payer-{number}@example.com"
    return [mail for mail in stack.emulator.mailbox() if address in mail["To"]]
