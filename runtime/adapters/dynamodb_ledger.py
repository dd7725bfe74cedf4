"""The two tables: current rows under conditions, entries for ever."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from runtime.adapters._dynamodb_calls import DYNAMODB, PATIENCE, Patience, paged, transact
from runtime.adapters.aws_errors import unavailable
from runtime.adapters.dynamodb_entries import commit_item
from runtime.adapters.dynamodb_reader import DynamoDbReader
from runtime.adapters.dynamodb_rows import read_row, row_items
from runtime.domain.errors import ConflictError, UnavailableError
from runtime.domain.payment import Payment, Status, open_shard
from runtime.domain.state_machine import Change

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import PutTypeDef, TransactWriteItemTypeDef

    DuePuts = Callable[[Change], Sequence[TransactWriteItemTypeDef]]
    """What makes a change's events due, in its own transaction."""

_ABSENT = "attribute_not_exists(payment_id)"


class DynamoDbLedger(DynamoDbReader):
    """The Ledger port.

    What a change makes due at its merchant's endpoint is written with it.

    A write whose reply was lost meets itself when it is repeated: the last entry's hash,
    which holds the request id and the time, tells our own write from another's.
    """

    def __init__(
        self,
        client: "DynamoDBClient",
        payments_table: str,
        entries_table: str,
        patience: Patience = PATIENCE,
        *,
        due_puts: "DuePuts" = lambda _: (),
        sealed: bool = True,
    ) -> None:
        """`due_puts`: asked for payments that tell their merchant."""
        super().__init__(client, payments_table, entries_table, patience, sealed=sealed)
        self._due_puts = due_puts

    def create(self, change: Change) -> Payment | None:
        """Write the first row and entry if the row is absent; else return what is there.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        refusal = self._write(change, {"ConditionExpression": _ABSENT})
        if not refusal:
            return None
        row = self._stored_row(change, refusal)
        if row is None:
            message = f"{change.after.payment_id} was not written, and no row stands in its place."
            raise UnavailableError(message)
        return None if row.last_hash == change.after.last_hash else row

    def commit(self, change: Change) -> None:
        """Write row and entries in one transaction, if status and version are as before.

        Raises:
            ConflictError: somebody else was first; nothing is written.
            UnavailableError: it may or may not be written.
            ValueError: the change is a payment's first, which is created.
        """
        before = change.before
        if before is None:
            message = "A payment's first change is created, not committed."
            raise ValueError(message)
        condition = {
            "ConditionExpression": "#status = :status AND #version = :version",
            "ExpressionAttributeNames": {"#status": "status", "#version": "version"},
            "ExpressionAttributeValues": {
                ":status": {"S": before.status.value},
                ":version": {"N": str(before.version)},
            },
        }
        refusal = self._write(change, condition)
        if not refusal:
            return
        ours = change.after.last_hash
        # Where the row moved on after our lost reply, only the entry still shows our hash.
        last_entry = refusal[-1].get("Item", {}).get("hash", {}).get("S")
        row = self._stored_row(change, refusal)
        if ours not in {last_entry, row and row.last_hash}:
            message = f"{before.payment_id} is no longer at version {before.version}."
            raise ConflictError(message)

    def defer(
        self, payment: Payment, due_at: int | None, *, sweeps: int, spare: Status | None = None
    ) -> Payment | None:
        """Move `due_at` if date, sweeps and version are still those of `payment`; no entry.

        Returns:
            The row as it is now, or None where the condition did not hold.

        Raises:
            UnavailableError: no answer; the same call may be made again.
        """
        if payment.status is spare:
            # A version has one status: the condition below could say it no better, and would have
            # to name an attribute that the sweeper may not change.
            return None
        request: dict[str, Any] = {
            "TableName": self._payments,
            "Key": {"payment_id": {"S": payment.payment_id}},
            "UpdateExpression": "SET sweeps = :sweeps REMOVE due_at, open_shard",
            "ConditionExpression": "#version = :version AND sweeps = :swept",
            "ExpressionAttributeNames": {"#version": "version"},
            "ExpressionAttributeValues": {
                ":sweeps": {"N": str(sweeps)},
                ":version": {"N": str(payment.version)},
                ":swept": {"N": str(payment.sweeps)},
            },
        }
        values = request["ExpressionAttributeValues"]
        shard = None if due_at is None else open_shard(payment.payment_id)
        if due_at is not None:
            request["UpdateExpression"] = (
                "SET sweeps = :sweeps, due_at = :due_at, open_shard = :shard"
            )
            values[":due_at"] = {"N": str(due_at)}
            values[":shard"] = {"N": str(shard)}
        if payment.due_at is None:
            request["ConditionExpression"] += " AND attribute_not_exists(due_at)"
        else:
            request["ConditionExpression"] += " AND due_at = :seen"
            values[":seen"] = {"N": str(payment.due_at)}
        with unavailable(DYNAMODB):
            try:
                self._client.update_item(**request)
            except self._client.exceptions.ConditionalCheckFailedException:
                return None
        changed = {"due_at": due_at, "open_shard": shard, "sweeps": sweeps}
        return payment.model_copy(update=changed)

    def due(self, shard: int, now: int, limit: int) -> Iterator[str]:
        """At most `limit` ids in one shard of the `open` index with `due_at` ≤ `now`, oldest first.

        Raises:
            UnavailableError: no answer; the same call may be made again.
        """
        items = paged(
            self._client.query,
            TableName=self._payments,
            IndexName="open",
            KeyConditionExpression="open_shard = :shard AND due_at <= :now",
            ExpressionAttributeValues={":shard": {"N": str(shard)}, ":now": {"N": str(now)}},
            Limit=limit,
        )
        for item in islice(items, limit):
            yield item["payment_id"]["S"]

    def _write(self, change: Change, condition: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        item, *beside = row_items(change.after, change.before)
        row: PutTypeDef = {
            "TableName": self._payments,
            "Item": item,
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            **condition,  # type: ignore[typeddict-item]  # keys of this very TypedDict
        }
        sealed: list[TransactWriteItemTypeDef] = [
            {"Put": {"TableName": self._payments, "Item": each}} for each in beside
        ]
        entries: TransactWriteItemTypeDef = {
            "Put": {
                "TableName": self._entries,
                "Item": commit_item(change.entries),
                "ConditionExpression": _ABSENT,
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            }
        }
        tells = change.after.tells_merchant or change.after.on_bus
        due = self._due_puts(change) if tells else []
        return transact(self._client, [{"Put": row}, *sealed, *due, entries], self._patience)

    def _stored_row(self, change: Change, refusal: Sequence[Mapping[str, Any]]) -> Payment | None:
        """The row that stood in the way; read where only contention did."""
        item = refusal[0].get("Item")
        return read_row(item) if item else self.get(change.after.payment_id)
