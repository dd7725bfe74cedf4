"""A large payment in review is resolved by two people on a running stack."""

from collections.abc import Iterator
from typing import Any

import pytest

from local.demo.scenarios import request
from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from runtime.domain.ledger import Entry, chain_faults
from tests._wait import until
from tests.journey.operating import Person, person
from tests.journey.test_operators import SAID, methods, problem

pytestmark = pytest.mark.emulator

ABOVE = 2_000_000
"""`Pulumi.local.yaml` has 1,000,000."""


@pytest.fixture(scope="module")
def people(stack: LocalStack) -> Iterator[tuple[Person, Person]]:
    """Two operators, with the policy of the runbook."""
    allowed = methods(stack)
    with person(stack.emulator, "amy", allowed) as amy, person(stack.emulator, "ben", allowed) as b:
        yield amy, b


def parked(client: MerchantClient, number: int, amount: int = ABOVE) -> str:
    """A payment of so much that waits for a person."""
    body = request(number, "pm_local_wrong_amount", "en", name="Ida") | {"amount": amount}
    payment_id = str(client.pay(body, f"four-eyes-{number}").json()["id"])
    until(lambda: client.payment(payment_id)["status"] == "requires_review", 60)
    return payment_id


def lines(stack: LocalStack, who: Person, payment_id: str) -> list[dict[str, Any]]:
    """The entries as operators see them."""
    return list(who.ask(stack, f"{payment_id}/entries").json()["data"])


def test_two_people_resolve_a_large_payment(
    acme: MerchantClient, stack: LocalStack, people: tuple[Person, Person]
) -> None:
    """202 for the first, 409 for the first again, 200 for the second; all of it is audited."""
    amy, ben = people
    payment_id = parked(acme, 8801)
    verb = f"{payment_id}/resolve"
    first = amy.ask(stack, verb, SAID)
    assert (first.status_code, first.json()["status"]) == (202, "requires_review"), first.text
    assert problem(amy.ask(stack, verb, SAID)) == (409, "second_person_required")
    second = ben.ask(stack, verb, {**SAID, "evidence": "TICKET-8"})
    assert (second.status_code, second.json()["status"]) == (200, "succeeded"), second.text
    found = lines(stack, amy, payment_id)
    proposed, resolved = [each for each in found if each["type"] in {"proposed", "resolved"}]
    assert (proposed["actor"], resolved["actor"]) == (f"operator:{amy.arn}", f"operator:{ben.arn}")
    assert resolved["data"]["proposal"] == {"seq": proposed["seq"], "actor": proposed["actor"]}
    for each in found:
        del each["object"]
    assert chain_faults([Entry.model_validate(each) for each in found]) == []
    shown = acme.http.get(f"/v1/payments/{payment_id}/entries").json()["data"]
    (seen,) = (each for each in shown if each["type"] == "proposed")
    assert (seen["actor"], "reason" in seen["data"]) == ("operator", False)


def test_who_says_otherwise_does_not_confirm(
    acme: MerchantClient, stack: LocalStack, people: tuple[Person, Person]
) -> None:
    """The later proposal stands; what was proposed to fail is not canceled meanwhile."""
    amy, ben = people
    payment_id = parked(acme, 8802)
    verb, failed = f"{payment_id}/resolve", {**SAID, "resolution": "failed"}
    assert amy.ask(stack, verb, failed).status_code == 202
    assert ben.ask(stack, verb, SAID).status_code == 202
    assert problem(ben.ask(stack, verb, SAID)) == (409, "second_person_required")
    assert amy.ask(stack, verb, SAID).status_code == 200


def test_one_person_resolves_what_is_not_large(
    acme: MerchantClient, stack: LocalStack, people: tuple[Person, Person]
) -> None:
    """Up to the amount itself less what the provider took besides."""
    payment_id = parked(acme, 8803, 999_999)
    answer = people[0].ask(stack, f"{payment_id}/resolve", SAID)
    assert (answer.status_code, answer.json()["status"]) == (200, "succeeded"), answer.text
