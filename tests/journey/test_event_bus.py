"""A reader of the stack's bus hears of each payment, at least once, as its merchant is told."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from local.stack.bus_reader import BusReader, reading
from local.stack.client import MerchantClient
from local.stack.collect import ON_BUS, events_due
from local.stack.stack import LocalStack
from tests._wait import until
from tests.fakes.recorder import ROOT
from tests.journey.functions import call, lying, without
from tests.journey.shell import pasted
from tests.journey.telling import TYPES
from tests.journey.test_operators import paid

pytestmark = pytest.mark.emulator


class Reader:
    """What a reader of the bus has heard of a payment."""

    def __init__(self, reader: BusReader) -> None:
        self._reader = reader

    def heard(self, payment_id: str) -> list[Mapping[str, Any]]:
        """All that came of the payment until now."""
        came = self._reader.came()
        return [each for each in came if each["detail"]["data"]["id"] == payment_id]

    def has(self, payment_id: str) -> bool:
        """Whether all of a payment that succeeded came."""
        return sorted({each["detail-type"] for each in self.heard(payment_id)}) == TYPES


@pytest.fixture(name="stack")
def _stack(telling_stack: LocalStack) -> LocalStack:
    return telling_stack


@pytest.fixture(name="acme")
def _acme(stack: LocalStack) -> Iterator[MerchantClient]:
    client = stack.merchant("acme")
    yield client
    client.close()


@pytest.fixture(name="reader")
def _reader(stack: LocalStack) -> Iterator[Reader]:
    with reading(stack) as reader:
        assert reader
        yield Reader(reader)


def test_a_reader_hears_what_the_merchant_is_told(acme: MerchantClient, reader: Reader) -> None:
    """Each step with whose it is, in the form of its schema, and the API shows the same."""
    payment_id = paid(acme, 9301)
    until(lambda: reader.has(payment_id), 60)
    answer = acme.http.get(f"/v1/events?payment={payment_id}&limit=100").raise_for_status()
    shown = {each["id"]: each for each in answer.json()["data"]}
    heard = {each["detail"]["id"]: each for each in reader.heard(payment_id)}
    assert heard.keys() == {one for one, each in shown.items() if each["type"] in TYPES}
    for one, event in heard.items():
        del shown[one]["delivery"]
        assert event["detail"] == {**shown[one], "merchant": "acme"}
        assert event["source"] == "tillstack"
        file = ROOT / "docs" / "events" / "bus" / f"{event['detail-type']}.json"
        Draft4Validator(json.loads(file.read_text())).validate(event)


def test_what_a_person_asks_for_comes_again_under_its_id(
    acme: MerchantClient,
    stack: LocalStack,
    reader: Reader,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """And each copy is the same in all that is the event's own."""
    payment_id = paid(acme, 9304)
    until(lambda: reader.has(payment_id), 60)
    shell = pasted(stack, tmp_path, monkeypatch, capsys)
    event_id = f"evt_{payment_id.removeprefix('pay_')}_1"

    def copies() -> list[Mapping[str, Any]]:
        heard = [each["detail"] for each in reader.heard(payment_id)]
        return [each for each in heard if each["id"] == event_id]

    before = len(copies())
    assert shell.stack("events resend", event_id, "--on-bus")["on_bus"] is True
    call(stack, "sweep_events", {})
    until(lambda: len(copies()) > before, 60)
    assert all(each == copies()[0] for each in copies())


def test_what_could_not_be_put_is_due_until_it_is(
    acme: MerchantClient, stack: LocalStack, reader: Reader
) -> None:
    """Without its right the function puts nothing and loses nothing; the next sweep makes up."""
    with without(stack, "deliver_events", "put-events"):
        payment_id = paid(acme, 9302)
        until(lambda: lying(stack, stack.outputs["event_queue_url"]) == 0, 60)
        assert reader.heard(payment_id) == []
    call(stack, "sweep_events", {})
    until(lambda: reader.has(payment_id), 60)


def test_what_was_put_is_due_no_more(
    acme: MerchantClient, stack: LocalStack, reader: Reader
) -> None:
    """Nothing of the bus is left in the table once it is quiet."""
    payment_id = paid(acme, 9303)
    until(lambda: reader.has(payment_id), 60)
    until(lambda: events_due(stack, (ON_BUS,)) == 0, 60)
