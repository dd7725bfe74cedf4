"""The OpenRows port over DynamoDB."""

from typing import TYPE_CHECKING

import pytest

from runtime.adapters.dynamodb_open_rows import DynamoDbOpenRows
from runtime.domain.errors import UnavailableError
from runtime.domain.open_rows import OpenPlace
from runtime.domain.payment import OPEN_SHARDS
from tests.runtime.adapters.aws import ENTRIES, PAYMENTS, patience
from tests.runtime.adapters.rows import NOON, counted, payment, stored

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@pytest.fixture(name="rows")
def _rows(client: "DynamoDBClient") -> DynamoDbOpenRows:
    return DynamoDbOpenRows(client, PAYMENTS, ENTRIES, patience())


def places(rows: DynamoDbOpenRows, begin: OpenPlace | None = None) -> list[OpenPlace]:
    """Where the rows behind a place stand."""
    return [place for place, _ in rows.after(begin, 3)]


def test_every_open_row_comes_once_in_the_order_of_the_index(
    client: "DynamoDBClient", rows: DynamoDbOpenRows
) -> None:
    """Over all shards and pages, each with its payment; a row that waits for nothing never."""
    waiting = [payment(f"key-{n}", NOON + n) for n in range(60)]
    rests = payment("rests", NOON).model_copy(update={"open_shard": None, "due_at": None})
    stored(client, *waiting, rests)
    found = list(rows.after(None, 3))
    assert [place for place, _ in found] == sorted(place for place, _ in found)
    assert {row.payment_id for _, row in found} == {row.payment_id for row in waiting}
    assert len({place.shard for place, _ in found}) > OPEN_SHARDS // 2


def test_reading_goes_on_behind_any_place(client: "DynamoDBClient", rows: DynamoDbOpenRows) -> None:
    """What was read is not read again, and nothing behind it is left out."""
    stored(client, *(payment(f"key-{n}", NOON + n % 3) for n in range(40)))
    every = places(rows)
    for number, place in enumerate(every, 1):
        assert places(rows, place) == every[number:]


def test_a_place_that_is_empty_by_now_is_a_place(
    client: "DynamoDBClient", rows: DynamoDbOpenRows
) -> None:
    """Its payment went on between two pages."""
    stored(client, *(payment(f"key-{n}", NOON + n) for n in range(20)))
    every = places(rows)
    gone = every[7]
    client.delete_item(TableName=PAYMENTS, Key={"payment_id": {"S": gone.payment_id}})
    assert places(rows, gone) == every[8:]


def test_nothing_is_read_before_it_is_asked_for(
    client: "DynamoDBClient", rows: DynamoDbOpenRows
) -> None:
    """A page that ends early costs no read of what it leaves out."""
    stored(client, *(payment(f"key-{n}", NOON + n) for n in range(20)))
    calls = counted(client, "Query")
    next(rows.after(None, 1))
    assert len(calls) <= 3


def test_a_table_that_does_not_answer_is_unavailable(client: "DynamoDBClient") -> None:
    """No page pretends to be empty."""
    with pytest.raises(UnavailableError):
        places(DynamoDbOpenRows(client, "no-such-table", ENTRIES))
