"""Rows and entries as DynamoDB items: the attribute names are the models' field names.

Written here because boto3's own serializer costs the import of all of boto3 and turns
every number into a Decimal; ours are integers.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from pydantic import BaseModel, ValidationError

from runtime.contract.schema_versions import ENTRY_SCHEMA, ROW_SCHEMA
from runtime.domain.errors import UnreadableRowError
from runtime.domain.ledger import Entry
from runtime.domain.payment import Payment

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

ModelT = TypeVar("ModelT", bound=BaseModel)


def is_row(item: Mapping[str, Any]) -> bool:
    """Whether an item of the `payments` table is a payment's row: what lies beside has a `#`."""
    return "#" not in item["payment_id"]["S"]


def to_attribute(value: Any) -> "AttributeValueTypeDef":
    """A JSON value without floats, as DynamoDB writes it.

    Raises:
        TypeError: anything else.
    """
    match value:
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": value}
        case int():
            return {"N": str(value)}
        case str():
            return {"S": value}
        case Mapping():
            return {"M": {name: to_attribute(part) for name, part in value.items()}}
        case list() | tuple():
            return {"L": [to_attribute(part) for part in value]}
    message = f"A {type(value).__name__} can't be written."
    raise TypeError(message)


def from_attribute(attribute: Mapping[str, Any]) -> Any:
    """The value again.

    Raises:
        ValueError: a kind that `to_attribute` never writes, or a number with a fraction.
    """
    [(kind, value)] = attribute.items()
    match kind:
        case "NULL":
            return None
        case "BOOL" | "S":
            return value
        case "N":
            return int(value)
        case "M":
            return {name: from_attribute(part) for name, part in value.items()}
        case "L":
            return [from_attribute(part) for part in value]
    message = f"An attribute of kind {kind} is not ours."
    raise ValueError(message)


def row_item(payment: Payment) -> "Item":
    """The row's item. What is None has no attribute: the indexes on it are sparse."""
    fields = payment.model_dump(mode="json", exclude_none=True)
    # A dump hides what is sealed, and the row is where it lies.
    fields["sealed"] = {name: one.get_secret_value() for name, one in payment.sealed.items()}
    return {name: to_attribute(value) for name, value in fields.items()}


def entry_item(entry: Entry) -> "Item":
    """The entry's item, exactly as it was hashed."""
    return {name: to_attribute(value) for name, value in entry.as_stored().items()}


def read_row(item: Mapping[str, Any]) -> Payment:
    """The payment in an item.

    Raises:
        UnreadableRowError: what is stored has no form that this code reads.
    """
    return _read(Payment, item, frozenset({ROW_SCHEMA}))


def read_entry(item: Mapping[str, Any]) -> Entry:
    """The entry in an item.

    Raises:
        UnreadableRowError: what is stored has no form that this code reads.
    """
    return _today(_read(Entry, item, frozenset({1, 2, ENTRY_SCHEMA})))


FIRST_NAMES: Final = {
    "T1": "accept",
    "T2": "claim",
    "T2b": "claim_again",
    "T3": "retry_later",
    "T4": "read_back",
    "T5": "decline",
    "T6": "succeed",
    "T7": "try_again",
    "T8": "fail",
    "T9": "park",
    "T10": "resolve",
    "T11": "cancel",
    "T12": "reopen",
    "T13": "give_up",
}
"""Version 1's codes of the transitions, which stand in entries that are kept for ever."""


def _today(entry: Entry) -> Entry:
    """The entry in today's words; what its hash covers stays as it was stored."""
    kept = entry.data.get("transition")
    if entry.v != 1 or kept not in FIRST_NAMES:
        return entry
    return entry.renamed(FIRST_NAMES[kept])


def _read(model: type[ModelT], item: Mapping[str, Any], known: frozenset[int]) -> ModelT:
    try:
        fields = {name: from_attribute(value) for name, value in item.items()}
        if fields.get("v") in known:
            return model.model_validate(fields)
    except (ValidationError, ValueError):
        pass  # The reasons may quote the row; the id is enough to find it.
    name = cast("dict[str, Any]", item.get("payment_id", {})).get("S", "without an id")
    message = f"The ledger's record of {name} can't be read."
    raise UnreadableRowError(message)
