"""Units are counted as DynamoDB's guide says, and as the emulator's own answers have them."""

from itertools import pairwise
from typing import Any

import pytest

from local.cost.request_units import (
    Index,
    Item,
    index_units,
    item_bytes,
    read_units,
    stored_bytes,
    write_units,
)
from local.emulator.emulator import Emulator

OPEN = Index("open", ("shard", "due", "id"))


def sized(size: int) -> Item:
    """An item of just this size."""
    return {"id": {"S": "x" * (size - 2)}}


def row(**more: str) -> Item:
    """A small row, with more attributes."""
    return {"id": {"S": "1"}, **{name: {"S": value} for name, value in more.items()}}


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ({"S": "é"}, 2),
        ({"N": "7"}, 2),
        ({"N": "1234"}, 3),
        ({"N": "-12300"}, 3),
        ({"N": "0"}, 2),
        ({"B": "AAEC"}, 3),
        ({"BOOL": True}, 1),
        ({"NULL": True}, 1),
        ({"L": []}, 3),
        ({"L": [{"S": "ab"}, {"BOOL": True}]}, 8),
        ({"M": {"a": {"S": "bc"}}}, 7),
    ],
)
def test_a_value_has_the_size_of_the_guide(value: dict[str, Any], size: int) -> None:
    """Beside the bytes of its name."""
    assert item_bytes({"name": value}) == len("name") + size
    assert item_bytes(None) == 0


def test_a_kind_without_a_rule_is_refused() -> None:
    """A sum that leaves something out would be wrong in silence."""
    with pytest.raises(ValueError, match="kind SS is not counted"):
        item_bytes({"a": {"SS": ["b"]}})


@pytest.mark.parametrize(("size", "units"), [(3, 1), (1_024, 1), (1_025, 2), (2_049, 3)])
def test_each_begun_kilobyte_is_written_for_a_unit(size: int, units: int) -> None:
    """Of the larger of what was and what is; in a transaction for two."""
    assert write_units(None, sized(size), transaction=False) == units
    assert write_units(sized(size), sized(3), transaction=False) == units
    assert write_units(sized(size), None, transaction=True) == 2 * units


@pytest.mark.parametrize(("size", "units"), [(3, 1), (4_096, 1), (4_097, 2)])
def test_each_begun_four_kilobytes_are_read_for_a_unit(size: int, units: int) -> None:
    """For half of it where the answer may be old; nothing found is one too."""
    assert read_units([sized(size)], consistent=True) == units
    assert read_units([sized(size)], consistent=False) == units / 2
    assert read_units([sized(2_048), sized(2_048)], consistent=True) == 1
    assert read_units([None], consistent=True) == 1


@pytest.mark.parametrize(
    ("before", "after", "units"),
    [
        (None, row(), 0),
        (None, row(shard="1", due="2"), 1),
        (row(shard="1", due="2"), row(shard="1", due="2", status="new"), 0),
        (row(shard="1", due="2"), row(shard="1", due="3"), 2),
        (row(shard="1", due="2"), row(shard="1"), 1),
        (row(shard="1", due="2"), None, 1),
    ],
)
def test_an_index_is_written_where_its_copy_changes(
    before: Item | None, after: Item | None, units: int
) -> None:
    """Once where it comes or goes, twice where a key changes, and not where it stays."""
    assert index_units(OPEN, before, after) == units


def test_what_is_kept_has_a_hundred_bytes_more_for_each_copy() -> None:
    """An index that the item is not in keeps nothing of it."""
    lying = row(shard="1", due="2")
    assert stored_bytes(lying, [OPEN]) == 2 * (item_bytes(lying) + 100)
    assert stored_bytes(row(), [OPEN]) == item_bytes(row()) + 100


@pytest.mark.emulator
def test_the_emulator_counts_alike(emulator: Emulator) -> None:
    """Its own sums are measured on DynamoDB; a transaction doubles the table's units alone."""
    client = emulator.client("dynamodb")
    names = {"id": "HASH", "shard": "HASH", "due": "RANGE"}
    client.create_table(
        TableName="units",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": each, "AttributeType": "S"} for each in names],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "open",
                "KeySchema": [
                    {"AttributeName": each, "KeyType": names[each]} for each in ("shard", "due")
                ],
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            }
        ],
    )
    states: list[Item | None] = [
        None,
        row(shard="1", due="1", text="x" * 1_500),
        row(shard="1", due="2", text="x" * 900),
        row(text="y" * 2_500),
    ]
    for before, after in pairwise(states):
        answer = client.transact_write_items(
            TransactItems=[{"Put": {"TableName": "units", "Item": after}}],
            ReturnConsumedCapacity="INDEXES",
        )
        (consumed,) = answer["ConsumedCapacity"]
        own = write_units(before, after, transaction=True), index_units(OPEN, before, after)
        assert consumed["CapacityUnits"] == sum(own)
