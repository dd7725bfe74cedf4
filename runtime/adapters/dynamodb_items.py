"""Values as attributes of DynamoDB items, and models read from them.

Written here because boto3's own serializer costs the import of all of boto3 and turns
every number into a Decimal; ours are integers.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic import BaseModel

from runtime.domain.errors import UnreadableRowError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

ModelT = TypeVar("ModelT", bound=BaseModel)


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


def read_as(model: type[ModelT], item: Mapping[str, Any], known: frozenset[int]) -> ModelT:
    """The model in an item, if its schema version is `known`.

    Raises:
        UnreadableRowError: what is stored has no form that this code reads.
    """
    try:
        return validated(model, {name: from_attribute(each) for name, each in item.items()}, known)
    except ValueError:
        raise unreadable(item) from None


def validated(model: type[ModelT], fields: Mapping[str, Any], known: frozenset[int]) -> ModelT:
    """The model of the fields, if their schema version is `known`.

    Raises:
        ValueError: it is not, or they are not the model's.
    """
    if fields.get("v") not in known:
        message = "This schema version is not known."
        raise ValueError(message)
    return model.model_validate(fields)


def unreadable(item: Mapping[str, Any]) -> UnreadableRowError:
    """The error that names the item's payment; reasons may quote it, and the id is enough."""
    name = cast("dict[str, Any]", item.get("payment_id", {})).get("S", "without an id")
    message = f"The ledger's record of {name} can't be read."
    return UnreadableRowError(message)
