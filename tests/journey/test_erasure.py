"""`till erase` on a running stack: a payer is in no row and no entry any more."""

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from local.demo.scenarios import SUCCEEDS, request
from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from runtime.adapters.dynamodb_entries import read_entries
from runtime.adapters.dynamodb_rows import read_row, sealed_id
from runtime.domain.audit import audit
from tests.journey.asking import MISSING
from tests.journey.operating import Person, person
from tests.journey.test_operators import logged, mails_to, methods, paid, problem
from till.__main__ import main

pytestmark = pytest.mark.emulator

WHY = {"reason": "TICKET-9"}


@pytest.fixture(scope="module")
def ida(stack: LocalStack) -> Iterator[Person]:
    """An operator, with the policy of the runbook."""
    with person(stack.emulator, "ida", methods(stack)) as ida:
        yield ida


@pytest.fixture
def types(stack: LocalStack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """`till erase` as a person types it."""
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps(dict(stack.outputs)))

    def typed(who: Person, *words: str) -> int:
        for name, value in {
            "AWS_ACCESS_KEY_ID": who.access_key,
            "AWS_SECRET_ACCESS_KEY": who.secret_key,
            "AWS_DEFAULT_REGION": stack.emulator.region,
            "NO_PROXY": "*",
        }.items():
            monkeypatch.setenv(name, value)
        return main(["erase", *words, "--reason", WHY["reason"], "--outputs", str(file)])

    return typed


def stored(stack: LocalStack, payment_id: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What lies in the tables: the row, with what is sealed under `sealed`, and the entries."""
    dynamodb, key = stack.emulator.client("dynamodb"), {":one": {"S": payment_id}}
    row, beside = (
        dynamodb.get_item(
            TableName=stack.outputs["payments_table"], Key={"payment_id": {"S": each}}
        )["Item"]
        for each in (payment_id, sealed_id(payment_id))
    )
    entries = dynamodb.query(
        TableName=stack.outputs["entries_table"],
        KeyConditionExpression="payment_id = :one",
        ExpressionAttributeValues=key,
    )["Items"]
    return row | {"sealed": beside["sealed"]}, entries


def test_a_payer_is_erased(
    acme: MerchantClient,
    stack: LocalStack,
    ida: Person,
    types: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Shown first, then gone: the chain holds, and the key still answers for the same payment."""
    payment_id, other = paid(acme, 8601), paid(acme, 8602)
    before = acme.payment(payment_id)
    monkeypatch.setattr("sys.stdin", io.StringIO("no\n"))
    assert types(ida, payment_id) == 1
    assert acme.payment(payment_id) == before
    assert types(ida, payment_id, "--yes") == 0
    assert f"{payment_id}: erased" in capsys.readouterr().out
    assert types(ida, payment_id, "--yes") == 0
    assert "erased already" in capsys.readouterr().out

    row, entries = stored(stack, payment_id)
    assert row["sealed"] == {"M": {}}
    text = json.dumps([row, entries])
    assert not [word for word in ("payer-8601", "p…@", "Ida", SUCCEEDS) if word in text]
    assert audit(read_row(row, row), [one for each in entries for one in read_entries(each)]) == []
    (erased,) = (each for each in entries if each["type"]["S"] == "erased")
    assert erased["actor"] == {"S": f"operator:{ida.arn}"}
    assert "payer-8601" not in json.dumps(logged(stack, payment_id))

    again = acme.pay(request(8601, SUCCEEDS, "en", name="Ida"), "operators-8601")
    assert (again.status_code, again.json()["id"]) == (202, payment_id)
    assert again.json()["customer"] == {"email": "…@…", "locale": "und"}
    after = acme.payment(payment_id)
    assert (after["status"], after["amount_received"]) == ("succeeded", before["amount_received"])
    assert len(mails_to(stack, 8601)) == 1
    assert stored(stack, other)[0]["sealed"]["M"]


def test_no_mail_is_sent_to_an_erased_payer(
    acme: MerchantClient, stack: LocalStack, ida: Person
) -> None:
    """Asking for it once more is refused in words that say why."""
    payment_id = paid(acme, 8603)
    assert ida.ask(stack, f"{payment_id}/erase", WHY).status_code == 200
    answer = ida.ask(stack, f"{payment_id}/notifications", {})
    assert problem(answer) == (409, "notification_not_resendable")
    assert "no address to send a mail to" in answer.json()["detail"]
    assert len(mails_to(stack, 8603)) == 1


def test_one_in_front_of_a_person_keeps_its_payer(
    acme: MerchantClient,
    stack: LocalStack,
    ida: Person,
    types: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """409 by the route, and by the command 1: nothing is written."""
    payment_id = paid(acme, 8604, "pm_local_wrong_amount")
    before = stored(stack, payment_id)
    answer = ida.ask(stack, f"{payment_id}/erase", WHY)
    assert problem(answer) == (409, "payment_not_erasable")
    assert types(ida, payment_id, "--yes") == 1
    assert "not final" in capsys.readouterr().out
    assert stored(stack, payment_id) == before


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "parameter_missing"),
        ({"reason": " "}, "parameter_invalid"),
        ({"reason": "payer-8605@example.com asks"}, "personal_data_not_accepted"),
        ({"reason": "4242 4242 4242 4242"}, "card_data_not_accepted"),
        ({**WHY, "email": "payer-8605@example.com"}, "parameter_unknown"),
    ],
)
def test_bad_words_write_nothing(
    acme: MerchantClient, stack: LocalStack, ida: Person, body: dict[str, str], code: str
) -> None:
    """400, no entry, no line that holds them."""
    payment_id = paid(acme, 8605)
    before = stored(stack, payment_id)
    answer = ida.ask(stack, f"{payment_id}/erase", body)
    assert problem(answer) == (400, code)
    assert stored(stack, payment_id) == before
    said = answer.text + json.dumps(logged(stack, payment_id))
    assert not [word for word in ("payer-8605@", "4242 4242") if word in said]


def test_only_an_operator_erases(
    acme: MerchantClient,
    stack: LocalStack,
    types: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """No token, no call without a signature, and no identity that may only read."""
    payment_id = paid(acme, 8606)
    before = stored(stack, payment_id)
    url = f"{stack.outputs['gateway_url']}/v1/ops/payments/{payment_id}/erase"
    token = {"Authorization": f"Bearer {acme.token()}"}
    assert problem(httpx.post(url, json=WHY, headers=token, trust_env=False)) == (
        403,
        "scope_missing",
    )
    assert httpx.post(url, json=WHY, trust_env=False).status_code == 404
    with person(stack.emulator, "sees", methods(stack, "GET")) as sees:
        assert sees.ask(stack, f"{MISSING}/erase", WHY).status_code == 403
        assert types(sees, payment_id, "--yes") == 1
        assert f"{payment_id}: 403 " in capsys.readouterr().err
    assert stored(stack, payment_id) == before
