"""The ProgressStore port over DynamoDB."""

from typing import TYPE_CHECKING

import pytest

from runtime.adapters.dynamodb_progress import DynamoDbProgress
from runtime.domain.errors import ConflictError
from runtime.domain.retention import FIRST, Progress
from tests.runtime.adapters.aws import PAYMENTS

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def test_progress_is_read_as_it_was_written(client: "DynamoDBClient") -> None:
    """From the first run of a stack on, with the payments that wait."""
    store, first = DynamoDbProgress(client, PAYMENTS), Progress()
    assert (store.get(), first.until) == (first, FIRST)
    for progress in (Progress(1, 9), Progress(2, 12, ("pay_a", "pay_b"))):
        store.put(progress)
        assert store.get() == progress


def test_of_two_runs_one_goes_on(client: "DynamoDBClient") -> None:
    """What the other wanted to write is nowhere."""
    store = DynamoDbProgress(client, PAYMENTS)
    store.put(Progress(1, 9))
    with pytest.raises(ConflictError):
        store.put(Progress(1, 12))
    assert store.get().until == 9
