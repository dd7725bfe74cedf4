"""Patience, and queries that read page after page."""

from itertools import cycle
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.adapters._dynamodb_calls import PATIENCE, Patience, paged
from runtime.domain.errors import UnavailableError
from tests.runtime.adapters.aws import ENTRIES, patience

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


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
