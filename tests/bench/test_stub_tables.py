"""The floor keeps what our own adapters write."""

import time
from collections.abc import Mapping

import pytest

from bench.stub_tables import MERCHANT, CanceledError, RefusedError, Tables
from runtime.adapters.dynamodb_rows import row_items
from runtime.domain.payment import day_keys, day_of
from tests.fakes.payments import ID, Harness

KEY = {"payment_id": {"S": ID}}


def put(version: int | None, item: Mapping[str, object]) -> dict[str, object]:
    """A transaction of one write, on a condition of our ledger."""
    condition: dict[str, object] = {"ConditionExpression": "attribute_not_exists(payment_id)"}
    if version is not None:
        condition["ExpressionAttributeValues"] = {":version": {"N": str(version)}}
    return {"TransactItems": [{"Put": {"TableName": "payments", "Item": item, **condition}}]}


def test_a_row_is_written_once_and_then_over_its_version() -> None:
    """What stands in the way is told, as by DynamoDB."""
    tables, row = Tables({"payments": 3}), dict(row_items(Harness().accepted())[0])
    tables.transact(put(None, row))
    for refused in (put(None, row), put(7, row)):
        with pytest.raises(CanceledError) as caught:
            tables.transact(refused)
        assert caught.value.reasons == [{"Code": "ConditionalCheckFailed", "Item": row}]
    tables.transact(put(int(str(row["version"]["N"])), {**row, "version": {"N": "2"}}))
    assert tables.get({"TableName": "payments", "Key": KEY})["Item"]["version"] == {"N": "2"}


def test_an_index_holds_a_row_where_its_date_says() -> None:
    """It is found up to its date, and moves with it."""
    tables, row = Tables(), dict(row_items(Harness().accepted())[0])
    tables.transact(put(None, row))
    due = int(str(row["due_at"]["N"]))

    def found(now: int) -> list[object]:
        values = {":shard": row["open_shard"], ":now": {"N": str(now)}}
        asked = {"TableName": "payments", "IndexName": "open", "Limit": 9}
        return list(tables.query({**asked, "ExpressionAttributeValues": values})["Items"])

    assert [len(found(each)) for each in (due - 1, due)] == [0, 1]
    tables.update(
        {
            "TableName": "payments",
            "Key": KEY,
            "UpdateExpression": "SET sweeps = :sweeps, due_at = :due_at",
            "ExpressionAttributeValues": {":sweeps": {"N": "1"}, ":due_at": {"N": str(due + 9)}},
        }
    )
    assert [len(found(each)) for each in (due, due + 9)] == [0, 1]


def test_what_lies_there_already_is_listed_newest_first() -> None:
    """By the four partitions of the merchant's day, up to a place, and no more than asked for."""
    now = int(time.time())
    tables = Tables({"payments": 40})

    def listed(limit: int, key: str, before: str) -> list[str]:
        asked = {
            "TableName": "payments",
            "IndexName": "by_day",
            "ExpressionAttributeValues": {":key": {"S": key}, ":before": {"S": before}},
            "ScanIndexForward": False,
            "Limit": limit,
        }
        return [str(each["created_key"]["S"]) for each in tables.query(asked)["Items"]]

    ever = f"{now + 9:010d}"
    days = {key: listed(99, key, ever) for key in day_keys(MERCHANT, day_of(now))}
    assert sum(len(each) for each in days.values()) == 40
    for key, every in days.items():
        assert every == sorted(every, reverse=True)
        assert listed(2, key, ever) == every[:2]
        assert listed(2, key, every[3]) == every[3:5]


def test_a_naive_handler_s_writes_are_kept() -> None:
    """One that must be the first is refused where another was; an update names by placeholders."""
    tables = Tables()
    asked = {"TableName": "idempotency", "Item": {"id": {"S": "key"}, "status": {"S": "begun"}}}
    tables.put({**asked, "ConditionExpression": "attribute_not_exists(#id)"})
    with pytest.raises(RefusedError):
        tables.put({**asked, "ConditionExpression": "attribute_not_exists(#id)"})
    key = {"TableName": "idempotency", "Key": {"id": {"S": "key"}}}
    tables.update(
        {
            **key,
            "UpdateExpression": "SET #status = :status",
            "ExpressionAttributeNames": {"#status": "status"},
            "ExpressionAttributeValues": {":status": {"S": "done"}},
        }
    )
    assert tables.get(key)["Item"]["status"] == {"S": "done"}
