"""Patience, and queries that read page after page."""

from itertools import cycle
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.adapters._dynamodb_calls import PATIENCE, Patience, batch_get, paged
from runtime.domain.errors import UnavailableError
from tests.runtime.adapters.aws import ENTRIES, patience

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from runtime.adapters.dynamodb_items import Item


def test_patience_doubles_its_waits() -> None:
    """The waits grow from 10 ms to 160 ms at most."""
    waits: list[float] = []
    tries = list(patience(tries=7, waits=waits).tries())
    assert waits == [0.01, 0.02, 0.04, 0.08, 0.16, 0.16, 0.16]
    assert len(tries) == 8


@given(fractions=st.lists(st.floats(0, 1, exclude_max=True), min_size=1), seconds=st.floats(0, 2))
def test_patience_ends_in_time(fractions: list[float], seconds: float) -> None:
    """However the random fall there is one try at least, and no wait beyond the bound."""
    clock = 0.0

    def sleep(wait: float) -> None:
        nonlocal clock
        clock += wait

    def elapsed() -> float:
        nonlocal clock
        clock += 0.001  # The calls take time too.
        return clock

    falls = cycle(fractions)
    wary = Patience(seconds=seconds, fraction=lambda: next(falls), sleep=sleep, clock=elapsed)
    assert len(list(wary.tries())) >= 1
    assert clock <= seconds + 0.01


def test_patience_really_passes() -> None:
    """The default runs on the machine's own clock and random, below the time of an acceptance."""
    assert PATIENCE.seconds == 0.4
    tries = Patience(seconds=0.001).tries()
    next(tries)
    assert list(tries) is not None


def test_a_query_reads_the_next_page_only_when_it_is_asked_for(client: "DynamoDBClient") -> None:
    """All pages together are all items, in order, and none is read ahead."""
    for seq in range(1, 6):
        client.put_item(
            TableName=ENTRIES, Item={"payment_id": {"S": "pay_1"}, "seq": {"N": str(seq)}}
        )
    calls: list[str] = []
    client.meta.events.register("before-call.dynamodb.Query", lambda **_: calls.append("query"))
    items = paged(
        client.query,
        TableName=ENTRIES,
        KeyConditionExpression="payment_id = :id",
        ExpressionAttributeValues={":id": {"S": "pay_1"}},
        Limit=2,
    )
    assert calls == []
    assert [next(items)["seq"]["N"], next(items)["seq"]["N"]] == ["1", "2"]
    assert len(calls) == 1
    assert [item["seq"]["N"] for item in items] == ["3", "4", "5"]


@pytest.mark.parametrize("consistent", [False, True])
def test_what_is_read_at_once_waits_for_nothing(
    client: "DynamoDBClient",
    consistent: bool,  # noqa: FBT001 - a case
) -> None:
    """A batch is one call, of the strength that was asked for; no keys are none, and no wait."""
    keys: list[Item] = [{"payment_id": {"S": "pay_1"}, "seq": {"N": str(seq)}} for seq in (1, 2)]
    client.put_item(TableName=ENTRIES, Item=keys[0])
    asked: list[bool] = []

    def look(params: dict[str, Any], **_: object) -> None:
        asked.append(params["RequestItems"][ENTRIES]["ConsistentRead"])

    client.meta.events.register("provide-client-params.dynamodb.BatchGetItem", look)
    waits: list[float] = []
    patient = patience(tries=3, waits=waits)
    assert list(batch_get(client, ENTRIES, keys, patient, consistent=consistent)) == keys[:1]
    assert list(batch_get(client, ENTRIES, [], patient, consistent=consistent)) == []
    assert (asked, waits) == ([consistent], [])


def test_a_query_of_no_table_is_unavailable(client: "DynamoDBClient") -> None:
    """A refusal is the domain's error, with the service's code."""
    with pytest.raises(UnavailableError, match="ResourceNotFoundException"):
        next(
            paged(
                client.query,
                TableName="no-such-table",
                KeyConditionExpression="payment_id = :id",
                ExpressionAttributeValues={":id": {"S": "pay_1"}},
            )
        )
