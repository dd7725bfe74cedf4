"""The tables that a command about events or endpoints reads, as moto holds them."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import boto3
import pytest
from moto import mock_aws

from runtime.adapters.dynamodb_directory import DynamoDbDirectory, merchant_item
from runtime.adapters.dynamodb_entries import commit_item
from runtime.adapters.dynamodb_events import DynamoDbEvents
from runtime.adapters.dynamodb_unpublished import DynamoDbUnpublished
from runtime.domain.delivery import BUS_LANES, BusLane, Due, Lane, Unpublished
from runtime.domain.merchant import Merchant
from runtime.domain.payment import LANES
from runtime.domain.webhook import Webhook, WebhookSecret
from tests.fakes import FakeClock
from tests.fakes.payments import Harness
from tests.runtime.adapters.aws import (
    AS_NOBODY,
    ENTRIES,
    EVENTS,
    PAYMENTS,
    be_nobody,
    create_events_table,
    create_tables,
    dynamodb,
    put_row,
)
from tests.till.lib.test_input import GIVEN
from till.__main__ import main

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

MERCHANTS: Final = "merchants"
URL: Final = "https://shop.example.com/webhooks"
OLD: Final = WebhookSecret(id="a" * 16, made_at=1_700_000_000)
NEW: Final = WebhookSecret(id="b" * 16, made_at=1_795_000_000)


def endpoint(*secrets: WebhookSecret) -> Webhook:
    """An endpoint with these secrets, or with one."""
    return Webhook(url=URL, secrets=secrets or (NEW,), made_at=NEW.made_at)


class EventStack:
    """A stack of tables, and a command line that is told of it."""

    def __init__(self, folder: Path) -> None:
        self.dynamodb = dynamodb()
        create_tables(self.dynamodb)
        create_events_table(self.dynamodb)
        create_merchants(self.dynamodb)
        key = boto3.client("kms", **AS_NOBODY).create_key(
            KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC"
        )
        self.key: str = key["KeyMetadata"]["Arn"]
        self.events = DynamoDbEvents(self.dynamodb, EVENTS)
        self.directory = DynamoDbDirectory(self.dynamodb, MERCHANTS)
        self._outputs = folder / "outputs.json"
        self.says()

    def says(self, **more: str) -> None:
        """What the stack says of itself: these outputs besides."""
        tables = {
            "payments_table": PAYMENTS,
            "entries_table": ENTRIES,
            "merchants_table": MERCHANTS,
            "events_table": EVENTS,
            "webhook_key_arn": self.key,
        }
        self._outputs.write_text(json.dumps({**GIVEN, **tables, **more}))

    def __call__(self, *words: str) -> int:
        """Type a command."""
        return main([*words, "--outputs", str(self._outputs)])

    def knows(self, webhook: Webhook | None, name: str = "acme") -> None:
        """Let the directory hold this merchant."""
        merchant = Merchant(name=name, version=1, webhook=webhook)
        self.dynamodb.put_item(TableName=MERCHANTS, Item=merchant_item(merchant))

    def webhook(self, name: str = "acme") -> Webhook | None:
        """The endpoint of a merchant."""
        found = self.directory.get(name)
        assert found is not None
        return found.webhook

    def hold(self, harness: Harness) -> None:
        """Write every payment of a harness, with its entries."""
        for identifier, row in harness.ledger.rows.items():
            put_row(self.dynamodb, row)
            for entry in harness.ledger.lines[identifier]:
                self.dynamodb.put_item(TableName=ENTRIES, Item=commit_item([entry]))

    def due(self, merchant: str = "acme") -> list[Due]:
        """What waits in both lanes, whenever it is due."""
        lanes = [Lane(merchant, number) for number in range(LANES)]
        return [each for lane in lanes for each in self.events.due(lane, 9_999_999_998, 100)]

    def unpublished(self) -> list[Unpublished]:
        """What waits to be put on the bus, whenever it is due."""
        lanes, store = map(BusLane, range(BUS_LANES)), DynamoDbUnpublished(self.dynamodb, EVENTS)
        return [each for lane in lanes for each in store.due(lane, 9_999_999_998, 100)]


def paid(ago: int, told: Callable[[Harness], object] = Harness.succeeded) -> Harness:
    """A harness with one payment, which succeeded so many seconds ago."""
    harness = Harness(clock=FakeClock(int(time.time()) - ago))
    told(harness)
    return harness


def create_merchants(client: "DynamoDBClient") -> None:
    """The directory's table."""
    client.create_table(
        TableName=MERCHANTS,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    )


@contextmanager
def event_stack(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EventStack]:
    """A stack with the merchant acme and its endpoint."""
    be_nobody(monkeypatch)
    with mock_aws():
        made = EventStack(folder)
        made.knows(endpoint())
        yield made
