"""DynamoDB as a floor: what our code writes and asks, kept in memory, and nothing else.

What is asked by its key costs the same however much lies in a table. A partition of an index is a
sorted list: a place in it is found by halves, and an item in its middle moves what is behind. Among
100,000 that is some microseconds of the 5 milliseconds that an answer takes.
"""

import time
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, Final

from runtime.domain.payment import created_key, day_key

MERCHANT: Final = "bench"
"""Whose payments all are."""

Item = dict[str, Any]

INDEXES: Final = {"open": ("open_shard", "due_at"), "by_day": ("day_key", "created_key")}
"""Of the payments: partition and order."""
REFUSED: Final = "ConditionalCheckFailed"


class CanceledError(Exception):
    """A transaction of which some condition did not hold."""

    def __init__(self, reasons: list[Item]) -> None:
        super().__init__()
        self.reasons = reasons


class RefusedError(Exception):
    """A write on a condition that does not hold."""


class Tables:
    """Tables by name, and the payments' indexes beside them."""

    def __init__(self, closed: Mapping[str, int] | None = None) -> None:
        """`closed`: table → so many payments of the merchant's today, which are over, lie in it."""
        self._tables: dict[str, dict[str, Item]] = defaultdict(dict)
        self._entries: dict[tuple[str, str], dict[str, Item]] = defaultdict(dict)
        """By table and payment, in the order in which they were written."""
        self._indexes: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
        """By table, index and partition: place in the order, and key."""
        today = int(time.time())
        for name, count in (closed or {}).items():
            for number in range(count):
                self._put(name, _closed(f"closed-{number}", today, today - count + number))
        self.operations: dict[str, Callable[[Item], Item]] = {
            "BatchGetItem": self.batch_get,
            "GetItem": self.get,
            "PutItem": self.put,
            "Query": self.query,
            "TransactWriteItems": self.transact,
            "UpdateItem": self.update,
        }

    def batch_get(self, asked: Item) -> Item:
        """The items that are there."""
        [(name, wanted)] = asked["RequestItems"].items()
        items = [self._tables[name].get(_key(each)) for each in wanted["Keys"]]
        return {"Responses": {name: [each for each in items if each]}, "UnprocessedKeys": {}}

    def get(self, asked: Item) -> Item:
        """One item, if it is there."""
        item = self._tables[asked["TableName"]].get(_key(asked["Key"]))
        return {"Item": item} if item else {}

    def query(self, asked: Item) -> Item:
        """A payment's entries, or what an index holds of one partition, in order."""
        values = [next(iter(each.values())) for each in asked["ExpressionAttributeValues"].values()]
        name, index = asked["TableName"], asked.get("IndexName")
        if index is None:
            return {"Items": list(self._entries[name, values[0]].values())}
        places = self._indexes[name, index, values[0]]
        # Both of our expressions end with the place up to which is read.
        end, limit = bisect_right(places, values[-1], key=lambda each: each[0]), asked["Limit"]
        back = not asked.get("ScanIndexForward", True)
        found = places[max(0, end - limit) : end][::-1] if back else places[: min(end, limit)]
        items = [self._tables[name][key] for _, key in found]
        names = ("payment_id", *INDEXES[index])
        return {"Items": [{each: item[each] for each in names} for item in items]}

    def put(self, asked: Item) -> Item:
        """One item; with a condition, which is not read, only where there is none yet.

        Raises:
            RefusedError: there is one.
        """
        name, item = asked["TableName"], asked["Item"]
        if "ConditionExpression" in asked and _key(item) in self._tables[name]:
            raise RefusedError
        self._put(name, item)
        return {}

    def transact(self, asked: Item) -> Item:
        """All is written, or nothing.

        Raises:
            CanceledError: a condition does not hold.
        """
        puts = [each["Put"] for each in asked["TransactItems"]]
        reasons = [self._reason(put) for put in puts]
        if any(each["Code"] == REFUSED for each in reasons):
            raise CanceledError(reasons)
        for put in puts:
            self._put(put["TableName"], put["Item"])
        return {}

    def update(self, asked: Item) -> Item:
        """`SET name = :value, …`, of a name as it is or as the request has it."""
        name, values = asked["TableName"], asked["ExpressionAttributeValues"]
        names = asked.get("ExpressionAttributeNames", {})
        item = dict(self._tables[name][_key(asked["Key"])])
        for each in asked["UpdateExpression"].removeprefix("SET ").split(", "):
            field, _, value = each.partition(" = ")
            item[names.get(field, field)] = values[value]
        self._put(name, item)
        return {}

    def _reason(self, put: Item) -> Item:
        stored = self._tables[put["TableName"]].get(_key(put["Item"]))
        if values := put.get("ExpressionAttributeValues"):
            good = stored is not None and stored["version"] == values[":version"]
        else:
            good = stored is None or "ConditionExpression" not in put
        return {"Code": "None"} if good else {"Code": REFUSED, "Item": stored or {}}

    def _put(self, name: str, item: Item) -> None:
        key = _key(item)
        before = self._tables[name].get(key, {})
        self._tables[name][key] = item
        if "seq" in item:
            self._entries[name, _text(item, "payment_id")][key] = item
        for index, (partition, order) in INDEXES.items():
            if partition in before:
                places = self._indexes[name, index, _text(before, partition)]
                place = _text(before, order), key
                del places[bisect_right(places, place) - 1]
            if partition in item:
                places = self._indexes[name, index, _text(item, partition)]
                insort(places, (_text(item, order), key))


def _closed(identifier: str, today: int, at: int) -> Item:
    return {
        "payment_id": {"S": identifier},
        "day_key": {"S": day_key(MERCHANT, today, identifier)},
        "created_key": {"S": created_key(at, identifier)},
    }


def _text(item: Mapping[str, Any], field: str) -> str:
    return str(next(iter(item[field].values())))


def _key(item: Mapping[str, Any]) -> str:
    return "/".join(_text(item, name) for name in ("payment_id", "seq", "id") if name in item)
