"""A DynamoDB with our two tables, empty at the start of each test."""

from typing import TYPE_CHECKING

import pytest
from moto import mock_aws

from tests.runtime.adapters.aws import create_tables, dynamodb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_dynamodb import DynamoDBClient


@pytest.fixture(name="client")
def _client() -> "Iterator[DynamoDBClient]":
    with mock_aws():
        client = dynamodb()
        create_tables(client)
        yield client
