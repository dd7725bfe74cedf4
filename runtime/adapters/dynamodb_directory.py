"""The directory of merchants: one table, read by id.

`client#<app client's id>` names the merchant that a client belongs to, and never changes.
`merchant#<name>` holds the merchant with all its clients, so a change of both is one write.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from runtime.adapters._dynamodb_calls import DYNAMODB, paged
from runtime.adapters.aws_errors import unavailable
from runtime.adapters.dynamodb_items import from_attribute, to_attribute
from runtime.domain.errors import UnreadableRowError
from runtime.domain.merchant import SCHEMA, Merchant
from runtime.domain.ports import Drawn
from runtime.domain.rate_limit import Draw

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from runtime.adapters.dynamodb_items import Item

CLIENT: Final = "client#"
MERCHANT: Final = "merchant#"
KEY: Final = "id"
FULL_AT: Final = "full_at"
"""The bucket; all that a function may write. Who changes a merchant fills it."""
_OURS: Final = {KEY, FULL_AT}


class DynamoDbDirectory:
    """The MerchantDirectory port."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def owner(self, client_id: str) -> str | None:
        """The name of the merchant whose app client this is.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        key = f"{CLIENT}{client_id}"
        item = self._item(key)
        if item is None:
            return None
        name = item.get("merchant", {}).get("S")
        if item.get("v") != {"N": str(SCHEMA)} or not name:
            raise _unreadable(key)
        return str(name)

    def get(self, name: str) -> Merchant | None:
        """The merchant of this name.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        item = self._item(f"{MERCHANT}{name}")
        return None if item is None else read_merchant(item)

    def draw(self, name: str, draw: Draw) -> Drawn | None:
        """Move the merchant's bucket, if it is as it was thought to be; None: no such merchant.

        One call, which is the look at the merchant as well.

        Raises:
            UnavailableError: it may or may not be moved.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        request = _full(draw) if draw.full else _partly(draw)
        with unavailable(DYNAMODB):
            try:
                item = self._client.update_item(
                    TableName=self._table,
                    Key={KEY: {"S": f"{MERCHANT}{name}"}},
                    ExpressionAttributeNames={"#id": KEY, "#full_at": FULL_AT},
                    ReturnValues="ALL_NEW",
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                    **request,
                )["Attributes"]
            except self._client.exceptions.ConditionalCheckFailedException as refusal:
                answer: Mapping[str, Any] = refusal.response
                old = answer.get("Item")
                return Drawn(read_merchant(old), _full_at(old), granted=False) if old else None
        return Drawn(read_merchant(item), _full_at(item), granted=True)

    def all(self) -> Iterator[Merchant]:
        """Every merchant, disabled ones too, in no order; the next page is read when asked for.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: when all others were said: one has no form that this code reads.
        """
        items = paged(
            self._client.scan,
            TableName=self._table,
            ConsistentRead=True,
            FilterExpression="begins_with(#id, :merchant)",
            ExpressionAttributeNames={"#id": KEY},
            ExpressionAttributeValues={":merchant": {"S": MERCHANT}},
        )
        unreadable: UnreadableRowError | None = None
        for item in items:
            try:
                merchant = read_merchant(item)
            except UnreadableRowError as error:
                unreadable = unreadable or error
            else:
                yield merchant
        if unreadable is not None:
            raise unreadable

    def enrolled(self) -> Iterator[tuple[str, int]]:
        """Every merchant's name, with when its first client was made (0: it has none).

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        for merchant in self.all():
            made = (client.made_at for client in merchant.clients.values())
            yield merchant.name, min(made, default=0)

    def _item(self, key: str) -> Mapping[str, Any] | None:
        with unavailable(DYNAMODB):
            # A strong read: a disabled client must not come back from a replica that lags.
            answer = self._client.get_item(
                TableName=self._table, Key={KEY: {"S": key}}, ConsistentRead=True
            )
        return answer.get("Item")


def _full(draw: Draw) -> dict[str, Any]:
    return {
        "UpdateExpression": "SET #full_at = :after",
        "ConditionExpression": (
            "attribute_exists(#id) AND (attribute_not_exists(#full_at) OR #full_at <= :now)"
        ),
        "ExpressionAttributeValues": {
            ":after": {"N": str(draw.now + draw.cost)},
            ":now": {"N": str(draw.now)},
        },
    }


def _partly(draw: Draw) -> dict[str, Any]:
    return {
        "UpdateExpression": "SET #full_at = #full_at + :cost",
        "ConditionExpression": "attribute_exists(#id) AND #full_at > :now AND #full_at <= :most",
        "ExpressionAttributeValues": {
            ":cost": {"N": str(draw.cost)},
            ":now": {"N": str(draw.now)},
            ":most": {"N": str(draw.most)},
        },
    }


def _full_at(item: Mapping[str, Any]) -> int:
    try:
        return int(item.get(FULL_AT, {"N": "0"})["N"])
    except (KeyError, ValueError):
        raise _unreadable(str(item[KEY]["S"])) from None


def merchant_item(merchant: Merchant) -> "Item":
    """The item of a merchant."""
    fields = {KEY: f"{MERCHANT}{merchant.name}", **merchant.model_dump(mode="json")}
    return {name: to_attribute(value) for name, value in fields.items()}


def client_item(client_id: str, merchant: str) -> "Item":
    """The item that leads from an app client to its merchant."""
    fields = {KEY: f"{CLIENT}{client_id}", "v": SCHEMA, "merchant": merchant}
    return {name: to_attribute(value) for name, value in fields.items()}


def read_merchant(item: Mapping[str, Any]) -> Merchant:
    """The merchant in an item.

    Raises:
        UnreadableRowError: what is stored has no form that this code reads.
    """
    key = str(item.get(KEY, {}).get("S", "without an id"))
    try:
        fields = {name: from_attribute(value) for name, value in item.items() if name not in _OURS}
        merchant = Merchant.model_validate(fields)
    except (ValidationError, ValueError):
        raise _unreadable(key) from None  # The reasons may quote the item.
    if key != f"{MERCHANT}{merchant.name}":
        raise _unreadable(key)
    return merchant


def _unreadable(key: str) -> UnreadableRowError:
    return UnreadableRowError(f"The directory's record of {key} can't be read.")
