"""The PaymentQueries port over DynamoDB."""

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from botocore.stub import Stubber

from runtime.adapters.dynamodb_ledger import DynamoDbLedger
from runtime.adapters.dynamodb_payment_queries import DynamoDbPaymentQueries, _day_groups
from runtime.adapters.dynamodb_rows import row_items, sealed_id
from runtime.domain.errors import UnavailableError
from runtime.domain.payment import (
    Payment,
    created_key,
    day_keys,
    day_of,
)
from runtime.domain.ports import PageQuery
from tests.fakes.payments import ID, Harness
from tests.runtime.adapters.aws import ENTRIES, PAYMENTS, dynamodb, patience
from tests.runtime.adapters.rows import DAY, NOON, counted, ids, payment, stored

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ALL = PageQuery("acme", limit=3, before=created_key(NOON + 1, ""), oldest=NOON - 30 * DAY)


@pytest.fixture(name="queries")
def _queries(client: "DynamoDBClient") -> DynamoDbPaymentQueries:
    return DynamoDbPaymentQueries(client, PAYMENTS, ENTRIES, patience())


def test_a_page_is_newest_first_over_shards_and_days(
    client: "DynamoDBClient", queries: DynamoDbPaymentQueries
) -> None:
    """Twenty payments of five days and all shards come in one order, more than one read long."""
    rows = [payment(f"key-{n}", NOON - n * DAY // 4) for n in range(20)]
    assert len({row.day_key.rpartition("#")[2] for row in rows}) == 4
    newest_first = stored(client, *rows)
    assert ids(queries.page(ALL)) == newest_first


def test_payments_of_one_second_are_ordered_by_id(
    client: "DynamoDBClient", queries: DynamoDbPaymentQueries
) -> None:
    """Equal times fall back on the id, so that a cursor never skips one."""
    stored(client, *(payment(f"key-{n}", NOON) for n in range(8)))
    assert all(newer > older for newer, older in pairwise(ids(queries.page(ALL))))


def test_a_page_starts_strictly_after_its_cursor_and_ends_with_oldest(
    client: "DynamoDBClient", queries: DynamoDbPaymentQueries
) -> None:
    """The cursor's own payment is left out; one of the very second of `oldest` is not."""
    rows = [payment(f"key-{n}", NOON - n * 600) for n in range(5)]
    names = stored(client, *rows)
    query = ALL._replace(before=rows[1].created_key, oldest=rows[3].created_at)
    assert ids(queries.page(query)) == names[2:4]


def test_a_window_that_is_empty_reads_nothing(
    client: "DynamoDBClient", queries: DynamoDbPaymentQueries
) -> None:
    """A window that ends before it begins has no payments, and costs no call."""
    calls = counted(client, "Query")
    query = ALL._replace(before=created_key(NOON, ""), oldest=NOON)
    assert list(queries.page(query)) == []
    assert calls == []


def test_a_merchant_sees_its_own_payments_only(
    client: "DynamoDBClient", queries: DynamoDbPaymentQueries
) -> None:
    """Another merchant's payment of the same second is in another partition."""
    stored(client, payment("key", NOON, merchant="other"))
    [mine] = stored(client, payment("key", NOON))
    assert ids(queries.page(ALL)) == [mine]


@pytest.mark.parametrize(("merchant", "reference"), [("acme", "b#c"), ("acme#b", "c")])
def test_merchants_that_share_an_index_key_stay_apart(
    client: "DynamoDBClient", queries: DynamoDbPaymentQueries, merchant: str, reference: str
) -> None:
    """A '#' in a name or reference never shows another merchant's payment."""
    stored(client, payment("key", NOON, "acme", "b#c"), payment("key", NOON, "acme#b", "c"))
    found = list(queries.page(ALL._replace(merchant=merchant, reference=reference)))
    assert [row.merchant for row in found] == [merchant]


def test_a_reference_finds_all_its_payments(
    client: "DynamoDBClient", queries: DynamoDbPaymentQueries
) -> None:
    """A reference is not unique; its payments come newest first, in the same window."""
    rows = [payment(f"key-{n}", NOON - n * DAY, reference="order-1") for n in range(4)]
    stored(client, payment("other", NOON), payment("other-2", NOON, reference="order-2"))
    names = stored(client, *rows)
    query = ALL._replace(reference="order-1", oldest=NOON - 2 * DAY)
    assert ids(queries.page(query)) == names[:3]


def test_a_page_reads_no_more_than_it_is_asked_for(
    client: "DynamoDBClient", queries: DynamoDbPaymentQueries
) -> None:
    """The first payments of a busy day cost its four shards and one read of rows."""
    stored(client, *(payment(f"key-{n}", NOON - n) for n in range(12)))
    calls, reads = counted(client, "Query"), counted(client, "BatchGetItem")
    rows = queries.page(ALL)
    assert (calls, reads) == ([], [])
    assert [next(rows).created_at for _ in range(3)] == [NOON, NOON - 1, NOON - 2]
    assert len(calls) <= 8
    assert len(reads) == 1


def test_quiet_months_cost_few_rounds(
    client: "DynamoDBClient", queries: DynamoDbPaymentQueries
) -> None:
    """Each partition of the window is read once, and none beyond it, in doubling groups."""
    assert [len(group) for group in _day_groups(ALL)] == [4, 8, 16, 32, 64]
    [only] = stored(client, payment("key", NOON - 30 * DAY))
    asked: list[str] = []
    client.meta.events.register(
        "provide-client-params.dynamodb.Query",
        lambda params, **_: asked.append(params["ExpressionAttributeValues"][":key"]["S"]),
    )
    assert ids(queries.page(ALL)) == [only]
    assert sorted(asked) == sorted(
        key for n in range(31) for key in day_keys("acme", day_of(NOON - n * DAY))
    )


def test_one_payment_and_its_entries_are_read_strongly(
    client: "DynamoDBClient", queries: DynamoDbPaymentQueries
) -> None:
    """The queries reads what the ledger wrote."""
    harness = Harness()
    row = harness.accepted()
    DynamoDbLedger(client, PAYMENTS, ENTRIES).create(harness.ledger.changes[0])
    assert queries.get(ID) == row
    assert tuple(queries.entries(ID)) == tuple(harness.ledger.lines[ID])
    assert queries.get("pay_none") is None


def test_health_is_whether_the_table_answers(
    client: "DynamoDBClient", queries: DynamoDbPaymentQueries
) -> None:
    """An empty table is healthy, one that is gone is not."""
    assert queries.healthy()
    client.delete_table(TableName=PAYMENTS)
    assert not queries.healthy()


def test_without_its_table_a_page_is_unavailable(client: "DynamoDBClient") -> None:
    """A refusal is told when the page is read."""
    with pytest.raises(UnavailableError, match="ResourceNotFoundException"):
        list(DynamoDbPaymentQueries(client, "no-such-table", ENTRIES).page(ALL))


def _batch(rows: list[Payment], unread: list[Payment]) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "Responses": {PAYMENTS: [item for row in rows for item in row_items(row)]}
    }
    ids = [row.payment_id for row in unread]
    keys = [{"payment_id": {"S": each}} for each in (*ids, *map(sealed_id, ids))]
    return answer | {"UnprocessedKeys": {PAYMENTS: {"Keys": keys}} if keys else {}}


def _asked(*keys: dict[str, Any]) -> dict[str, Any]:
    ids = [key["payment_id"]["S"] for key in keys]
    wanted = [{"payment_id": {"S": each}} for each in (*ids, *map(sealed_id, ids))]
    return {"RequestItems": {PAYMENTS: {"Keys": wanted, "ConsistentRead": True}}}


def test_keys_that_were_left_are_read_again_in_order() -> None:
    """A batch that DynamoDB cuts short is completed, and order and gaps are as in the index."""
    first, second, gone = (payment(f"key-{n}", NOON - n, reference="r") for n in range(3))
    client = dynamodb()
    keys = [
        {"payment_id": {"S": row.payment_id}, "created_key": {"S": row.created_key}}
        for row in (first, second, gone)
    ]
    with Stubber(client) as stub:
        stub.add_response("query", {"Items": keys})
        stub.add_response("batch_get_item", _batch([second], [first, gone]), _asked(*keys))
        stub.add_response("batch_get_item", _batch([first], []), _asked(keys[0], keys[2]))
        queries = DynamoDbPaymentQueries(client, PAYMENTS, ENTRIES, patience(tries=2))
        assert list(queries.page(ALL._replace(reference="r"))) == [first, second]


def test_keys_that_are_left_for_ever_are_unavailable() -> None:
    """A batch that is never completed ends with an error, not with a short page."""
    row = payment("key", NOON, reference="r")
    client = dynamodb()
    key = {"payment_id": {"S": row.payment_id}, "created_key": {"S": row.created_key}}
    with Stubber(client) as stub:
        stub.add_response("query", {"Items": [key]})
        stub.add_response("batch_get_item", _batch([], [row]))
        queries = DynamoDbPaymentQueries(client, PAYMENTS, ENTRIES, patience(tries=1))
        with pytest.raises(UnavailableError, match="unread"):
            list(queries.page(ALL._replace(reference="r")))
