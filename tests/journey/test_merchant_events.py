"""A merchant is told of its payments at its own endpoint, signed, at least once, as they were."""

import json
from collections.abc import Iterator

import pytest

from local.receiver.shop import BROKEN, BUSY, TAKEN, Outcome, Shop, patient
from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from tests._wait import until
from tests.journey.functions import call, hurried, lying
from tests.journey.shell import Shell
from tests.journey.telling import TYPES, Told, sweep_events, telling

pytestmark = pytest.mark.emulator

GONE = 410
CONTACT = "hooks@told.example.com"
POISON = '{"v": 1, "merchant": "told", "lane": 7}'


@pytest.fixture(name="stack")
def _stack(telling_stack: LocalStack) -> LocalStack:
    return telling_stack


@pytest.fixture(scope="module", name="told")
def _told(telling_stack: LocalStack) -> Iterator[Told]:
    with telling(telling_stack, "told") as told:
        yield told


@pytest.fixture(name="other")
def _other(stack: LocalStack) -> Iterator[MerchantClient]:
    """The backend of another merchant."""
    client = stack.merchant("bistro")
    yield client
    client.close()


def test_a_payment_is_told_and_the_list_says_so(told: Told, other: MerchantClient) -> None:
    """Each step, as the API shows it, with its delivery; another merchant sees none of it."""
    payment_id = told.pay(1)
    until(lambda: told.has(payment_id), 60)
    taken = {one: it for one, it in told.shop.taken.items() if it["data"]["id"] == payment_id}
    until(lambda: all(each["delivery"]["status"] == "delivered" for each in told.events()), 60)
    shown = {each["id"]: each for each in told.events() if each["data"]["id"] == payment_id}
    deliveries = {one: each.pop("delivery") for one, each in shown.items()}
    assert shown == taken
    assert sorted(each["type"] for each in shown.values()) == TYPES
    assert {each["last_answer"] for each in deliveries.values()} == {str(TAKEN)}
    theirs = other.http.get("/v1/events?limit=100").raise_for_status().json()["data"]
    assert not {each["id"] for each in theirs} & set(shown)
    assert {other.http.get(f"/v1/events/{each}").status_code for each in shown} == {404}


def test_what_is_refused_comes_again_as_it_was(told: Told) -> None:
    """Refused or failed, an event is told again: the same id, and the same body to the byte."""
    answers = {"1": BUSY, "2": BROKEN}
    told.shop.luck = lambda one, before: TAKEN if before else answers.get(one[-1], TAKEN)
    payment_id = told.pay(2)
    try:
        until(lambda: len(told.heard(payment_id)) == 5, 60)
    finally:
        told.shop.luck = patient
    for number, ends in (("1", Outcome.REFUSED), ("2", Outcome.TAKEN)):
        event_id = f"evt_{payment_id.removeprefix('pay_')}_{number}"
        heard = [one.outcome for one in told.heard(payment_id) if one.event_id == event_id]
        assert heard == [ends, {"1": Outcome.TAKEN, "2": Outcome.REPEAT}[number]]
        first, again = told.came(event_id)
        assert first.body == again.body
        assert json.loads(first.body)["id"] == event_id


def test_while_a_secret_is_replaced_both_are_believed(told: Told, shell: Shell) -> None:
    """A backend that knows only the old one and one that knows only the new one take the event."""
    shell.stack("merchants webhook rotate", told.name)
    new, old = told.secrets()
    payment_id = told.pay(3)
    until(lambda: told.has(payment_id), 60)
    (message, *_) = told.came(f"evt_{payment_id.removeprefix('pay_')}_1")
    for secret, answer in ((old, TAKEN), (new, TAKEN), ("whsec_" + "A" * 43 + "=", 400)):
        backend = Shop(patient)
        backend.learn([secret])
        assert backend.hear(message.headers, message.body) == answer
    (first, _) = shell.stack("merchants webhook show", told.name)["secrets"]
    shell.stack("merchants webhook end", told.name, "--secret", first["id"])
    assert told.secrets() == [new]
    told.shop.learn([new])
    later = told.pay(4)
    until(lambda: told.has(later), 60)
    (message, *_) = told.came(f"evt_{later.removeprefix('pay_')}_1")
    ended = Shop(patient)
    ended.learn([old])
    assert ended.hear(message.headers, message.body) == 400


def test_an_endpoint_that_is_gone_is_paused_until_a_person_brings_it_back(
    told: Told, stack: LocalStack, shell: Shell
) -> None:
    """Its contact gets one mail; after `resume` it is told what it missed, and `resend` repeats."""
    shell.stack("merchants webhook set", told.name, "--contact", CONTACT)
    told.shop.luck = lambda _, __: GONE
    payment_id = told.pay(5)

    def state() -> str:
        return str(shell.stack("merchants webhook show", told.name)["state"])

    until(lambda: state() == "paused", 60)
    until(lambda: sweep_events(stack) and _mails(stack), 60)
    until(lambda: sweep_events(stack), 60)
    assert _mails(stack) == 1
    told.shop.luck = patient
    refused = len(told.heard(payment_id))
    shell.stack("merchants webhook resume", told.name)
    until(lambda: sweep_events(stack) and told.has(payment_id), 60)
    assert len(told.heard(payment_id)) > refused
    assert state() == "well"
    event_id = f"evt_{payment_id.removeprefix('pay_')}_1"
    before = len(told.came(event_id))
    assert shell.stack("events resend", event_id)["held_up"] is None
    until(lambda: sweep_events(stack) and len(told.came(event_id)) > before, 60)
    first, *_, last = told.came(event_id)
    assert first.body == last.body


def test_a_message_that_can_not_be_read_is_parked(told: Told, stack: LocalStack) -> None:
    """It ends in the dead-letter queue, and the lanes go on as if it were not there."""
    answer = call(stack, "deliver_events", {"Records": [{"messageId": "m", "body": POISON}]})
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m"}]}
    with hurried(stack, "event") as (queue, dead):
        stack.emulator.client("sqs").send_message(
            QueueUrl=queue,
            MessageBody=POISON,
            MessageGroupId="told#7",
            MessageDeduplicationId=told.client.run,
        )
        until(lambda: lying(stack, dead) == 1, 60)
    payment_id = told.pay(6)
    until(lambda: told.has(payment_id), 60)


def _mails(stack: LocalStack) -> int:
    return sum(CONTACT in mail["To"] for mail in stack.emulator.mailbox())
