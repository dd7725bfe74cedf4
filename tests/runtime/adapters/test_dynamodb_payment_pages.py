"""Pages of a merchant's list over DynamoDB: how far they lead, and what they cost."""

from typing import TYPE_CHECKING

from runtime.adapters.dynamodb_payment_queries import DynamoDbPaymentQueries
from runtime.domain.payment import DAY_SHARDS
from runtime.use_cases.read_payments import DAYS_PER_PAGE, ReadPaymentsPorts, page, read_query
from tests.fakes import FakeClock
from tests.fakes.events import FakeEvents
from tests.runtime.adapters.aws import ENTRIES, PAYMENTS, patience
from tests.runtime.adapters.rows import DAY, NOON, counted, payment, stored

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def reading(client: "DynamoDBClient") -> ReadPaymentsPorts:
    """The ports of the reading use cases over the tables."""
    queries = DynamoDbPaymentQueries(client, PAYMENTS, ENTRIES, patience())
    return ReadPaymentsPorts(queries, FakeEvents(), FakeClock(NOON))


def test_an_old_reference_costs_one_query(
    client: "DynamoDBClient",
) -> None:
    """It has an index of its own: 320 days back is one partition, and the page is the last one."""
    [old] = stored(client, payment("key", NOON - 320 * DAY, reference="order-1"))
    calls = counted(client, "Query")
    asked = read_query({"reference": "order-1"})
    found = page(asked, "acme", reading(client))
    assert ([row.payment_id for row in found.payments], found.next_cursor) == ([old], None)
    assert len(calls) == 1


def test_pages_lead_to_the_first_payment_at_a_bounded_cost(
    client: "DynamoDBClient",
) -> None:
    """Whatever lies between, a page reads the partitions of 31 days at most."""
    ages = (0, 30, 31, 32, 62, 200, 320)
    names = stored(client, *(payment(f"key-{age}", NOON - age * DAY) for age in ages))
    calls = counted(client, "Query")
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        found = page(read_query({"limit": "2", **cursor}), "acme", reading(client))
        seen += [row.payment_id for row in found.payments]
        assert len(calls) <= DAYS_PER_PAGE * DAY_SHARDS
        calls.clear()
        if found.next_cursor is None:
            break
        cursor = {"starting_after": found.next_cursor}
    assert seen == names


def test_a_full_page_of_a_busy_day_asks_that_day_alone(client: "DynamoDBClient") -> None:
    """One payment more than the page says that there is more: no older day is asked for it."""
    stored(client, *(payment(f"key-{each}", NOON - each) for each in range(102)))
    calls = counted(client, "Query")
    found = page(read_query({"limit": "100"}), "acme", reading(client))
    assert len(found.payments) == 100
    assert found.next_cursor is not None
    assert len(calls) == DAY_SHARDS
