"""A payment's row as items, and what is sealed beside it."""

import json
from typing import Any

import pytest

from runtime.adapters.dynamodb_entries import commit_item
from runtime.adapters.dynamodb_items import from_attribute
from runtime.adapters.dynamodb_rows import (
    SHORT,
    is_row,
    read_row,
    read_rows,
    row_items,
    sealed_id,
)
from runtime.domain.erasure import erase
from runtime.domain.errors import UnreadableRowError
from runtime.domain.payment import Payment
from tests.fakes.payments import ID, JANE, METHOD, Harness


def test_what_is_none_has_no_attribute() -> None:
    """A row without a due date is in no partition of a sparse index."""
    item, _ = row_items(Harness().canceled())
    assert not {"due_at", "open_shard", "reference_key", "psp"} & set(item)
    assert item["amount"] == {"N": "2500"}
    assert item["status"] == {"S": "canceled"}


def test_a_row_is_read_as_it_was_written() -> None:
    """The models are equal after the round trip, nested parts and what is sealed included."""
    harness = Harness()
    payments = [harness.succeeded(), Harness().accepted(), Harness().parked()]
    for payment in payments:
        assert read_row(*row_items(payment)) == payment
    items = [each for payment in payments[:1] for each in row_items(payment)]
    circuit: Any = {"payment_id": {"S": "breaker#stripe"}}
    assert list(read_rows([items[1], circuit, items[0]])) == payments[:1]


def test_a_row_alone_holds_nothing_that_is_sealed() -> None:
    """A reader of rows can't have it by accident, and a transition does not pay for it."""
    payment = Harness().succeeded()
    item, beside = row_items(payment)
    assert read_row(item).sealed == {}
    assert not [text for text in (JANE, METHOD) if text.get_secret_value() in json.dumps(item)]
    assert beside["payment_id"]["S"] == sealed_id(ID)
    assert not is_row(beside)
    assert is_row(item)


def test_what_is_sealed_is_written_when_it_is_new() -> None:
    """At the acceptance and at an erasure, and by no transition between them."""
    harness = Harness()
    before, after = harness.accepted(), harness.succeeded()
    assert len(row_items(before)) == 2
    assert len(row_items(after, before)) == 1
    left = after.model_copy(update={"sealed": {}})
    _, beside = row_items(left, after)
    assert beside["sealed"] == {"M": {}}


def test_an_erased_row_has_nothing_sealed_whatever_lies_beside() -> None:
    """The two items are read at two moments, and the row is the one that counts."""
    harness = Harness()
    payment = harness.failed().model_copy(
        update={"notification": Harness().accepted().notification}
    )
    erased = erase(payment, "TICKET-1", harness.stamp()).after
    _, beside = row_items(payment)
    assert read_row(row_items(erased)[0], beside) == erased


def test_names_are_short_and_no_two_fields_share_one() -> None:
    """Each attribute is one field's, and no shorter name is another field's own."""
    assert not set(SHORT.values()) & set(Payment.model_fields) - set(SHORT)
    assert len(set(SHORT.values())) == len(SHORT)
    assert set(SHORT) <= set(Payment.model_fields)
    assert all(len(short) < len(name) for name, short in SHORT.items())


def test_an_ordinary_row_is_billed_as_one_kilobyte() -> None:
    """Through its whole life: a transition of a larger one costs twice as much."""
    harness = Harness()
    payment = harness.succeeded()
    item, _ = row_items(payment)
    assert sum(len(name) + _size(each) for name, each in item.items()) <= 1024


def _size(attribute: Any) -> int:
    """Bytes, by DynamoDB's rule ("DynamoDB item sizes and formats")."""
    match next(iter(attribute.items())):
        case "S", text:
            return len(text.encode())
        case "N", number:
            return len(number) // 2 + 2
        case "M", fields:
            return 3 + sum(1 + len(name) + _size(each) for name, each in fields.items())
        case "L", parts:
            return 3 + sum(1 + _size(each) for each in parts)
    return 1


@pytest.mark.parametrize(
    "change",
    [
        {"v": {"N": "1"}},
        {"v": {"N": "3"}},
        {"v": {"S": "2"}},
        {"status": {"S": "swallowed"}},
        {"amount": {"N": "25.5"}},
        {"mail": {"B": b"x"}},
        {"proof": {"S": "x"}},
        {"surprise": {"S": "x"}},
        {"email_masked": {"S": "x"}},
    ],
)
def test_an_unknown_row_names_its_id_and_nothing_else(change: dict[str, Any]) -> None:
    """The error holds the payment's id, and neither a value nor a cause that quotes one."""
    item, beside = row_items(Harness().accepted())
    with pytest.raises(UnreadableRowError) as caught:
        read_row(item | change, beside)
    assert str(caught.value) == f"The ledger's record of {ID} can't be read."
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_row_without_its_proof_is_refused() -> None:
    """An attribute that is missing is no other error than one that is wrong."""
    item, beside = row_items(Harness().accepted())
    del item["proof"]
    with pytest.raises(UnreadableRowError):
        read_row(item, beside)


def test_a_row_of_version_1_stays_as_it_is() -> None:
    """It holds what is sealed itself, under the model's own names, and is written so again."""
    harness = Harness()
    payment = harness.accepted(v=1)
    (item,) = row_items(payment, payment)
    assert from_attribute(item["sealed"]) == {
        name: one.get_secret_value() for name, one in payment.sealed.items()
    }
    assert read_row(item) == payment
    assert commit_item(harness.ledger.lines[ID][:1])["v"] != item["v"]
