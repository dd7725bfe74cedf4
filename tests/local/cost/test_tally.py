"""From kept calls to what one payment asks."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from local.cost.request_units import Index
from local.cost.tally import CountError, Stack, Told, each_of, keys_of, stays, work_of

STACK = Stack(
    functions={"s-accept": "accept_payment", "s-process": "process_payment"},
    tables={"s-payments": "payments", "s-entries": "entries"},
    indexes={"payments": [Index("open", ("due", "payment_id"))], "entries": []},
    configured={
        "accept_payment": {"MemorySize": 1_024, "SnapStart": {"ApplyOn": "PublishedVersions"}},
        "process_payment": {"MemorySize": 512, "SnapStart": {"ApplyOn": "None"}},
    },
    fed=frozenset({"process_payment"}),
)


def call(caller: str, service: str, operation: str, *items: Any, **request: Any) -> dict[str, Any]:
    """One call that was answered well."""
    return {
        "caller": caller,
        "service": service,
        "operation": operation,
        "request": request,
        "items": list(items),
        "status": 200,
    }


def item(table: str, before: Any, after: Any) -> dict[str, Any]:
    """An item before and after."""
    return {"table": table, "before": before, "after": after}


ROW = {"payment_id": {"S": "pay_1"}, "due": {"N": "1"}}
ENTRY = {"payment_id": {"S": "pay_1"}, "seq": {"N": "1"}}
ACCEPT = [
    call(
        "s-accept",
        "dynamodb",
        "TransactWriteItems",
        item("s-payments", None, ROW),
        item("s-entries", None, ENTRY),
    ),
    call("s-accept", "sqs", "SendMessage", QueueUrl="q"),
    call("s-accept", "dynamodb", "GetItem", item("s-merchants", {}, {}), TableName="s-merchants"),
    call("s-accept", "kms", "GenerateDataKey"),
    call("", "dynamodb", "Scan", TableName="s-payments"),
]
READ = call(
    "s-process", "dynamodb", "GetItem", item("s-payments", ROW, ROW), TableName="s-payments"
)


def heard(calls: Sequence[Mapping[str, Any]], runs: int = 1) -> Told:
    """What was heard while each function ran so often."""
    invocations = [
        {"function": each, "processor_s": 0.02} for each in STACK.functions for _ in range(runs)
    ]
    lines = {each: ["{}"] * runs for each in STACK.functions.values()}
    return Told(calls, invocations, {"accept_payment": runs}, lines)


def test_a_function_is_counted_by_its_own_calls() -> None:
    """Neither the root's, nor what it asks by the clock: registers and keys."""
    found = work_of("accept_payment", STACK, heard(ACCEPT), 1)
    assert found.calls == {"dynamodb:TransactWriteItems": 1, "sqs:SendMessage": 1}
    assert found.write_units == {"entries": 2, "open": 1, "payments": 2}
    assert (found.invocations, found.gateway_requests, found.lines) == (1, 1, 1)
    assert (found.memory_mb, found.restores, found.takes_messages) == (1_024, True, False)
    assert (found.log_bytes, found.processor_ms) == (28, 20.0)


def test_a_read_that_may_be_old_is_half() -> None:
    """And a consistent one whole; nothing is written."""
    found = work_of("process_payment", STACK, heard([READ]), 1)
    assert (found.read_units, found.write_units, found.takes_messages) == (0.5, {}, True)
    sure = {**READ, "request": {**READ["request"], "ConsistentRead": True}}
    assert work_of("process_payment", STACK, heard([sure]), 1).read_units == 1


def test_what_was_repeated_is_no_count() -> None:
    """Three calls for two payments are a repetition."""
    with pytest.raises(CountError, match="3 dynamodb:GetItem for 2 payments: something was rep"):
        work_of("process_payment", STACK, heard([READ] * 3, runs=2), 2)
    assert each_of(4, 2, "calls") == 2


def test_what_failed_is_no_count() -> None:
    """It may have cost something, and it is not what a payment asks."""
    with pytest.raises(CountError, match="GetItem of process_payment was answered 400"):
        work_of("process_payment", STACK, heard([{**READ, "status": 400}]), 1)


def test_each_item_of_a_batch_is_read_by_itself() -> None:
    """As surely as its table is asked."""
    batch = call(
        "s-process",
        "dynamodb",
        "BatchGetItem",
        item("s-payments", ROW, ROW),
        item("s-payments", None, None),
        RequestItems={"s-payments": {"Keys": [], "ConsistentRead": True}},
    )
    assert work_of("process_payment", STACK, heard([batch]), 1).read_units == 2
    batch["request"] = {"RequestItems": {"s-payments": {"Keys": []}}}
    assert work_of("process_payment", STACK, heard([batch]), 1).read_units == 1


def test_what_lies_beside_a_row_is_a_part_of_its_own() -> None:
    """By the name behind the `#` of its id."""
    beside = {"payment_id": {"S": "pay_1#sealed"}}
    wrote = call(
        "s-accept", "dynamodb", "PutItem", item("s-payments", None, beside), TableName="s-payments"
    )
    found = work_of("accept_payment", STACK, heard([*ACCEPT, wrote]), 1)
    assert found.write_units == {"entries": 2, "open": 1, "payments": 2, "sealed": 1}
    assert stays([wrote], STACK, 1) == 122


def test_a_query_that_filters_is_no_count() -> None:
    """Its answer hides what was read."""
    query = call("s-process", "dynamodb", "Query", TableName="s-payments", FilterExpression="a")
    with pytest.raises(CountError, match="filters"):
        work_of("process_payment", STACK, heard([query]), 1)


def test_each_function_asks_once_for_each_table_and_queue() -> None:
    """SQS asks twice for who sends and once for who receives; our own requests are counted."""
    found = keys_of([*ACCEPT, READ, READ], list(STACK.functions.values()), STACK)
    assert (found.sealing, found.tables, found.queues, found.together) == (1, 4, 3, 8)


def test_the_last_form_of_each_item_stays() -> None:
    """With its copies, and a hundred bytes for each; what is no payment's does not count."""
    longer = {**ROW, "more": {"S": "x" * 100}}
    breaker = {"payment_id": {"S": "breaker#one"}}
    moved = call("s-process", "dynamodb", "TransactWriteItems", item("s-payments", ROW, longer))
    other = call("s-process", "dynamodb", "PutItem", item("s-payments", None, breaker))
    grown = stays([*ACCEPT, moved, other], STACK, 1) - stays(ACCEPT, STACK, 1)
    assert grown == 104
