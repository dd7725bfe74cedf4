"""Calls that both sides of the ledger make, and how long they wait for contention to pass."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from botocore.exceptions import ClientError

from runtime.adapters.aws_errors import code_of, unavailable
from runtime.adapters.system import SystemRandom
from runtime.domain.errors import UnavailableError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

    from runtime.adapters.dynamodb_items import Item

DYNAMODB: Final = "DynamoDB"
CONDITION: Final = "ConditionalCheckFailed"
CONFLICT: Final = "TransactionConflict"


class Patience(NamedTuple):
    """How long to try against contention: full jitter on 10, 20, 40, … 160 ms."""

    seconds: float = 0.4
    fraction: Callable[[], float] = SystemRandom().fraction
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic

    def tries(self) -> Iterator[None]:
        """One item for each call that may be made, at least one; waits between them."""
        start, step = self.clock(), 0.01
        while True:
            yield
            wait = self.fraction() * step
            if self.clock() - start + wait > self.seconds:
                return
            self.sleep(wait)
            step = min(2 * step, 0.16)


PATIENCE: Final = Patience()


def written(reasons: Sequence[Mapping[str, Any]]) -> bool:
    """Whether `transact` wrote, by what it returned; it did not where a condition failed.

    Raises:
        UnavailableError: all tries contended with others.
    """
    if reasons and not any(reason.get("Code") == CONDITION for reason in reasons):
        message = "DynamoDB: others write the same items all the time."
        raise UnavailableError(message)
    return not reasons


def transact(
    client: "DynamoDBClient", writes: Sequence["TransactWriteItemTypeDef"], patience: Patience
) -> Sequence[Mapping[str, Any]]:
    """Write all or nothing.

    Two transactions on one item cancel each other with TransactionConflict, which the SDK
    does not retry (DynamoDB, "Transaction conflict handling").

    Returns:
        Nothing where it was written; else one reason for each write, in order, with the
        stored `Item` where a condition failed, or all of them contended to the end.

    Raises:
        UnavailableError: it may or may not be written.
    """
    reasons: Sequence[Mapping[str, Any]] = ()
    for _ in patience.tries():
        try:
            with unavailable(DYNAMODB):
                client.transact_write_items(TransactItems=writes)
        except UnavailableError as error:
            reasons = _reasons(error.__cause__)
            codes = {reason.get("Code") for reason in reasons} - {"None"}
            if CONDITION in codes:
                return reasons
            if codes != {CONFLICT}:
                raise
        else:
            return ()
    return reasons


def _reasons(error: BaseException | None) -> Sequence[Mapping[str, Any]]:
    if isinstance(error, ClientError) and code_of(error) == "TransactionCanceledException":
        answer: Mapping[str, Any] = error.response
        return tuple(answer.get("CancellationReasons", ()))
    return ()


def batch_get(
    client: "DynamoDBClient",
    table: str,
    keys: Sequence["Item"],
    patience: Patience,
    *,
    consistent: bool,
) -> Iterator[Mapping[str, Any]]:
    """The items of these keys (100 at most), in no order; a key without an item is left out.

    Raises:
        UnavailableError: no answer, or keys were left unread for too long; the same call may be
            made again.
    """
    left: list[Any] = list(keys)
    if not left:
        return
    for _ in patience.tries():
        with unavailable(DYNAMODB):
            answer = client.batch_get_item(
                RequestItems={table: {"Keys": left, "ConsistentRead": consistent}}
            )
        yield from answer["Responses"].get(table, ())
        unread = answer["UnprocessedKeys"].get(table)
        if not unread:
            return
        left = list(unread["Keys"])
    message = "DynamoDB left keys unread for too long."
    raise UnavailableError(message)


def paged(call: Callable[..., Any], **request: Any) -> Iterator[Mapping[str, Any]]:
    """Every item of a query or scan; the next page is read when it is asked for.

    Raises:
        UnavailableError: no answer; the same call may be made again.
    """
    while True:
        with unavailable(DYNAMODB):
            answer = call(**request)
        yield from answer["Items"]
        if not answer.get("LastEvaluatedKey"):
            return
        request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]
