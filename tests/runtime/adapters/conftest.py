"""A DynamoDB with our two tables, empty at the start of each test."""

from typing import TYPE_CHECKING

import pytest

from runtime.adapters.dynamodb_ledger import DynamoDbLedger
from tests.runtime.adapters.aws import ENTRIES, PAYMENTS, empty_tables, patience

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_dynamodb import DynamoDBClient


@pytest.fixture(name="client")
def _client() -> "Iterator[DynamoDBClient]":
    with empty_tables() as client:
        yield client


@pytest.fixture(name="ledger")
def _ledger(client: "DynamoDBClient") -> DynamoDbLedger:
    return DynamoDbLedger(client, PAYMENTS, ENTRIES, patience())
