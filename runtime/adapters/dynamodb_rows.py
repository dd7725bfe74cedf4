"""A payment's row as the items of the `payments` table that it lies in.

A transition writes the row anew, and DynamoDB bills each kilobyte of it. So what is sealed, more
than the rest together and written once, is an item beside the row, and an attribute that is not a
key has a short name
(docs/decisions/2026-11-30-what-is-sealed-lies-beside-its-row.md).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from runtime.adapters.dynamodb_items import (
    from_attribute,
    read_as,
    to_attribute,
    unreadable,
    validated,
)
from runtime.contract.schema_versions import ROW_SCHEMA
from runtime.domain.masked_email import NOBODY
from runtime.domain.payment import Payment

if TYPE_CHECKING:
    from runtime.adapters.dynamodb_items import Item

_SEALED: Final = "#sealed"
_WHOLE: Final = 1
"""The schema version of a row that holds what is sealed itself, under the names of the model."""

SHORT: Final[Mapping[str, str]] = {
    "amount_received": "received",
    "attempt_count": "tries",
    "attempt_owner": "owner",
    "body_hash": "body",
    "charge_until": "until",
    "created_at": "created",
    "description": "text",
    "email_masked": "mail",
    "last_hash": "hash",
    "lease_until": "lease",
    "metadata": "meta",
    "next_attempt_at": "next",
    "notification": "told",
    "on_bus": "bus",
    "provider": "psp",
    "reference": "ref",
    "request_id": "request",
    "statement_descriptor_suffix": "suffix",
    "tells_merchant": "tells",
    "updated_at": "updated",
    "verification": "proof",
}
"""Field → attribute; any other field is called as in the model. Keys of the table and its
indexes, and what a condition or a policy names, keep their names."""
_LONG: Final = {SHORT.get(name, name): name for name in Payment.model_fields}


def is_row(item: Mapping[str, Any]) -> bool:
    """Whether an item of the `payments` table is a payment's row: what lies beside has a `#`."""
    return "#" not in _id(item)


def sealed_id(payment_id: str) -> str:
    """The key of what is sealed of a payment."""
    return payment_id + _SEALED


def row_items(payment: Payment, before: Payment | None = None) -> "list[Item]":
    """What is to be written where `before` stands: the row, and what is sealed if that is new.

    What is None has no attribute: the indexes on it are sparse.
    """
    fields = payment.model_dump(mode="json", exclude_none=True, exclude={"sealed"})
    # A dump hides what is sealed, and here is where it lies.
    sealed = to_attribute({name: one.get_secret_value() for name, one in payment.sealed.items()})
    if payment.v == _WHOLE:
        return [{name: to_attribute(each) for name, each in fields.items()} | {"sealed": sealed}]
    proof = fields["verification"]
    proof["checks"] = {each["name"]: each["passed"] for each in proof["checks"]}
    row = {SHORT.get(name, name): to_attribute(each) for name, each in fields.items()}
    if before is not None and before.sealed == payment.sealed:
        return [row]
    return [row, {"payment_id": {"S": sealed_id(payment.payment_id)}, "sealed": sealed}]


def read_row(item: Mapping[str, Any], beside: Mapping[str, Any] | None = None) -> Payment:
    """The payment in an item, and in the one `beside` it where what is sealed was read too.

    Raises:
        UnreadableRowError: what is stored has no form that this code reads.
    """
    if item.get("v") == {"N": str(_WHOLE)}:
        return read_as(Payment, item, frozenset({_WHOLE}))
    try:
        fields = {_LONG[name]: from_attribute(each) for name, each in item.items()}
        proof = fields["verification"]
        checks = [{"name": name, "passed": passed} for name, passed in proof["checks"].items()]
        # The row alone says whether its payer was erased: both items are not read at one moment.
        held = beside is not None and fields["email_masked"] != NOBODY
        sealed = from_attribute(beside["sealed"]) if beside is not None and held else {}
        return validated(
            Payment,
            {**fields, "verification": {**proof, "checks": checks}, "sealed": sealed},
            frozenset({ROW_SCHEMA}),
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        raise unreadable(item) from None


def read_rows(items: Iterable[Mapping[str, Any]]) -> Iterator[Payment]:
    """Every payment among the items of the table, with what is sealed of it.

    Raises:
        UnreadableRowError: what is stored has no form that this code reads.
    """
    rows, beside = [], {}
    for item in items:
        if is_row(item):
            rows.append(item)
        elif _id(item).endswith(_SEALED):
            beside[_id(item)] = item
    return (read_row(row, beside.get(sealed_id(_id(row)))) for row in rows)


def _id(item: Mapping[str, Any]) -> str:
    return str(item.get("payment_id", {}).get("S", ""))
