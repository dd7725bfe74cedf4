"""From the calls that the emulator kept to what one payment asks of AWS."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from local.cost.request_units import Index, index_units, read_units, stored_bytes, write_units
from till.cost.counted import Keys, Work

_OPERATIONS: Final = {"/v2/email/outbound-emails": "SendEmail"}
"""Of services that name theirs by a path."""
_READS: Final = {"BatchGetItem", "GetItem", "Query"}
_TRANSACTION: Final = "TransactWriteItems"
_FAILED: Final = 400
_PAYMENT: Final = "pay_"
"""What the id of each item begins with that is a payment's: the provider's breaker is none."""
_LINE_BYTES: Final = 26
"""CloudWatch Logs counts them beside each line ("PutLogEvents")."""

Call = Mapping[str, Any]


class CountError(Exception):
    """The run can't be counted; one sentence."""


class Stack(NamedTuple):
    """What of a stack the calls are read by."""

    functions: Mapping[str, str]
    """Physical name, which is the role's as well → handler."""
    tables: Mapping[str, str]
    """Physical name → `payments` or `entries`: others are read once a minute, not by payment."""
    indexes: Mapping[str, Sequence[Index]]
    """By `payments` and `entries`."""
    configured: Mapping[str, Mapping[str, Any]]
    """Handler → the function's configuration, as Lambda tells it."""
    fed: frozenset[str]
    """Handlers that a queue calls."""


class Told(NamedTuple):
    """What was heard of one stretch of time."""

    calls: Sequence[Call]
    invocations: Sequence[Call]
    requests: Mapping[str, int]
    """Handler → requests to the gateway."""
    lines: Mapping[str, Sequence[str]]
    """Handler → lines of its log."""


def work_of(handler: str, stack: Stack, told: Told, times: int) -> Work:
    """What the function did for each of so many payments or runs.

    Raises:
        CountError: a call failed, or was not made equally often for each.
    """
    own = list(ledger_calls(told.calls, handler, stack))
    runs = [each for each in told.invocations if stack.functions[each["function"]] == handler]
    lines = told.lines[handler]
    settings = stack.configured[handler]
    writes: Counter[str] = Counter()
    for call in own:
        writes += written(call, stack)
    return Work(
        memory_mb=settings["MemorySize"],
        restores=settings["SnapStart"]["ApplyOn"] == "PublishedVersions",
        takes_messages=handler in stack.fed,
        invocations=each_of(len(runs), times, f"invocations of {handler}"),
        gateway_requests=each_of(told.requests.get(handler, 0), times, "requests"),
        calls=_each(Counter(map(_name, own)), times),
        write_units=_each(writes, times),
        read_units=sum(map(read, own)) / times,
        lines=each_of(len(lines), times, f"lines of {handler}"),
        log_bytes=round(sum(len(each.encode()) + _LINE_BYTES for each in lines) / times),
        processor_ms=round(1_000 * sum(each["processor_s"] for each in runs) / times, 1),
    )


def ledger_calls(calls: Iterable[Call], handler: str, stack: Stack) -> Iterable[Call]:
    """The function's calls, but for those that it makes once in a while and not for a payment.

    Raises:
        CountError: one of them failed.
    """
    for call in calls:
        if stack.functions.get(call["caller"]) != handler or not _by_payment(call, stack):
            continue
        if call["status"] >= _FAILED:
            message = f"{_name(call)} of {handler} was answered {call['status']}: count again."
            raise CountError(message)
        yield call


def written(call: Call, stack: Stack) -> Counter[str]:
    """Table, what lies beside its rows, or index → units of writing."""
    found: Counter[str] = Counter()
    if call["operation"] in _READS:
        return found
    for each in call["items"]:
        table, old, new = stack.tables[each["table"]], each["before"], each["after"]
        found[_part(table, new or old)] += write_units(
            old, new, transaction=call["operation"] == _TRANSACTION
        )
        for index in stack.indexes[table]:
            found[index.name] += index_units(index, old, new)
    return +found


def read(call: Call) -> float:
    """Units of reading: a request with a filter or a projection hides what it has read.

    Raises:
        CountError: it is one of those.
    """
    if call["operation"] not in _READS:
        return 0
    request = call["request"]
    if call["operation"] == "Query" and request.keys() & {"FilterExpression", "Select"}:
        message = "A query that filters can't be counted by its answer."
        raise CountError(message)
    if call["operation"] == "BatchGetItem":
        asked = request["RequestItems"]
        sure = {table: bool(asked[table].get("ConsistentRead")) for table in asked}
        return sum(
            read_units([each["before"]], consistent=sure[each["table"]]) for each in call["items"]
        )
    items = [each["before"] for each in call["items"]]
    return read_units(items, consistent=bool(request.get("ConsistentRead")))


def keys_of(calls: Sequence[Call], handlers: Sequence[str], stack: Stack) -> Keys:
    """Requests to KMS for a payment that finds nothing cached.

    By our functions as counted; by DynamoDB and SQS as AWS says that they ask ("DynamoDB
    encryption at rest usage notes"; Amazon SQS "Key management", its formula of costs).
    """
    own = [each for each in calls if stack.functions.get(each["caller"]) in handlers]
    tables = {(each["caller"], item["table"]) for each in own for item in each["items"]}
    senders = {
        (each["caller"], each["request"]["QueueUrl"]) for each in own if each["service"] == "sqs"
    }
    return Keys(
        sealing=sum(each["service"] == "kms" for each in own),
        tables=len(tables),
        queues=2 * len(senders) + len(stack.fed & set(handlers)),
    )


def stays(calls: Iterable[Call], stack: Stack, times: int) -> int:
    """Bytes that each of so many payments leaves in tables and indexes."""
    last = {
        (each["table"], tuple(str(each["after"].get(key)) for key in ("payment_id", "seq"))): each
        for call in calls
        if call["caller"] in stack.functions
        for each in call["items"]
        if each["table"] in stack.tables and each.get("after")
    }
    sizes = (
        stored_bytes(each["after"], stack.indexes[stack.tables[table]])
        for (table, _), each in last.items()
        if each["after"]["payment_id"]["S"].startswith(_PAYMENT)
    )
    return round(sum(sizes) / times)


def each_of(count: int, times: int, what: str) -> int:
    """How often for each.

    Raises:
        CountError: not equally often: something was repeated, or came in between.
    """
    if count % times:
        message = f"{count} {what} for {times} payments: something was repeated. Count again."
        raise CountError(message)
    return count // times


def _each(counts: Mapping[str, int], times: int) -> dict[str, int]:
    return {name: each_of(counts[name], times, name) for name in sorted(counts)}


def _by_payment(call: Call, stack: Stack) -> bool:
    """Secrets, data keys and the merchants' register are read by the clock."""
    if call["service"] == "dynamodb":
        return all(each["table"] in stack.tables for each in call["items"]) and (
            bool(call["items"]) or call["request"].get("TableName") in stack.tables
        )
    return call["service"] in {"ses", "sqs"}


def _part(table: str, item: Mapping[str, Any] | None) -> str:
    """The table, or what lies beside its rows: `sealed` of `pay_…#sealed`."""
    return (item or {})["payment_id"]["S"].partition("#")[2] or table


def _name(call: Call) -> str:
    return f"{call['service']}:{_OPERATIONS.get(call['operation'], call['operation'])}"
