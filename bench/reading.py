"""A payment read beside one GetItem, and a list of 100 beside one query and its rows.

`python -m bench.reading` reads by our use case, against services that cost a wait and next to no
work (`bench/stub_services.py`). A merchant's day lies in four partitions, which are asked side by
side; the floor asks one of them, and for the rows.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from bench.accepting import MERCHANT, accepting, processor, taker
from bench.rounds import Target, measured, rounds_asked, sure, tell
from bench.stub_services import running
from runtime.adapters.dynamodb_payment_queries import DynamoDbPaymentQueries
from runtime.adapters.dynamodb_told_events import DynamoDbToldEvents
from runtime.adapters.system import SystemClock
from runtime.aws_clients import ACCEPTING, client
from runtime.domain.payment import created_key, day_key
from runtime.use_cases.read_payments import ListQuery, ReadPaymentsPorts, find, page

PAGE: Final = 100
MORE: Final = 50
"""Payments of the same day behind the page: a page that is not full is looked for in older days."""
READS: Final = 40
LISTS: Final = 5
"""In a round."""
READ, ITEM, LIST, ROWS = "read", "one GetItem", "list", "one query and its rows"
TARGETS: Final = (
    Target("a payment, beside one GetItem", READ, ITEM, 1.1),
    Target(f"a list of {PAGE}, beside one query and its rows", LIST, ROWS, 1.3),
)


def main() -> None:
    """Measure both, and print them."""
    rounds = rounds_asked("bench.reading", __doc__)
    with running():
        taken = measured(sides(), rounds)
    tell("reading", "Reading", TARGETS, taken)


def sides() -> Mapping[str, Callable[[int], None]]:
    """What is done in a round, by name."""
    dynamodb = client("dynamodb", ACCEPTING)
    queries = DynamoDbPaymentQueries(dynamodb, "payments", "entries", sealed=False)
    own = processor()
    take = taker(accepting(own.ledger, own.queue, own.cipher))
    payments = [take(f"key-{number}").payment for number in range(PAGE + MORE)]
    told = DynamoDbToldEvents(dynamodb, "events")
    ports, first = ReadPaymentsPorts(queries, told, SystemClock()), payments[0]
    keys = [{"payment_id": {"S": each.payment_id}} for each in payments[:PAGE]]

    def read(_: int) -> None:
        for _each in range(READS):
            found = find(first.payment_id, MERCHANT, ports)
            sure(found.payment_id == first.payment_id, "another payment was read")

    def item(_: int) -> None:
        for _each in range(READS):
            found = dynamodb.get_item(TableName="payments", Key=keys[0], ConsistentRead=True)
            sure("Item" in found, "there is no such item")

    def listed(_: int) -> None:
        for _each in range(LISTS):
            found = page(ListQuery(limit=PAGE), MERCHANT, ports)
            sure(len(found.payments) == PAGE, f"{len(found.payments)} were listed")

    def rows(_: int) -> None:
        values = {
            ":key": {"S": day_key(MERCHANT, first.created_at, first.payment_id)},
            ":first": {"S": created_key(0, "")},
            ":before": {"S": created_key(first.created_at + 3600, "")},
        }
        asked: dict[str, Any] = {"payments": {"Keys": keys, "ConsistentRead": True}}
        for _each in range(LISTS):
            dynamodb.query(
                TableName="payments",
                IndexName="by_day",
                KeyConditionExpression="day_key = :key AND created_key BETWEEN :first AND :before",
                ExpressionAttributeValues=values,
                ScanIndexForward=False,
                Limit=PAGE,
            )
            found = dynamodb.batch_get_item(RequestItems=asked)["Responses"]["payments"]
            sure(len(found) == PAGE, f"{len(found)} were read")

    return {READ: read, ITEM: item, LIST: listed, ROWS: rows}


if __name__ == "__main__":
    main()
