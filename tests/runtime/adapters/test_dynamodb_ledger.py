"""The Ledger port over DynamoDB."""

from typing import TYPE_CHECKING

import pytest

from runtime.adapters.dynamodb_ledger import DynamoDbLedger
from runtime.domain import transitions
from runtime.domain.errors import ConflictError, UnavailableError, UnreadableRowError
from runtime.domain.ledger import Stamp, chain_faults
from runtime.domain.payment import Payment, Status
from runtime.domain.state_machine import Change
from tests.fakes.payments import ID, TIMEOUT, TIMING, Harness
from tests.runtime.adapters.aws import PAYMENTS, accepted, patience, replies_lost

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def claim(payment: Payment, owner: str) -> Change:
    """`claim` by one of several workers, each in a request of its own."""
    stamp = Stamp(at=payment.created_at, actor="test", request_id=f"request of {owner}")
    return transitions.claim(payment, "pi_1", "fake", owner, stamp, TIMING)


@pytest.mark.parametrize("status", list(Status))
def test_a_payment_of_any_status_is_read_as_it_was_written(
    ledger: DynamoDbLedger, status: Status
) -> None:
    """Replaying a payment's changes gives the same row and the same sound chain of entries."""
    harness = Harness()
    payment = harness.in_status(status)
    for change in harness.ledger.changes:
        if change.before is None:
            assert ledger.create(change) is None
        else:
            ledger.commit(change)
    assert ledger.get(ID) == payment
    assert tuple(ledger.entries(ID)) == tuple(harness.ledger.lines[ID])
    assert chain_faults(ledger.entries(ID)) == []


def test_an_unknown_payment_has_no_row_and_no_entries(ledger: DynamoDbLedger) -> None:
    """An id that nobody wrote is None, not an error."""
    assert ledger.get(ID) is None
    assert list(ledger.entries(ID)) == []


def test_create_gives_back_the_row_that_is_there(ledger: DynamoDbLedger) -> None:
    """A second create writes nothing and returns the first row, without what is sealed of it."""
    first = accepted(ledger)
    other = Harness()
    other.clock.advance(60)
    other.accepted()
    row = first.model_copy(update={"sealed": {}})
    assert ledger.create(other.ledger.changes[0]) == row
    assert ledger.get(ID) == first
    assert len(ledger.entries(ID)) == 1


def test_create_knows_its_own_row(ledger: DynamoDbLedger, client: "DynamoDBClient") -> None:
    """A create that is repeated after its reply was lost finds itself, and says created."""
    harness = Harness()
    harness.accepted()
    change = harness.ledger.changes[0]
    with replies_lost(client, "dynamodb.TransactWriteItems"), pytest.raises(UnavailableError):
        ledger.create(change)
    assert ledger.create(change) is None


def test_create_over_entries_without_a_row_is_refused(
    ledger: DynamoDbLedger, client: "DynamoDBClient"
) -> None:
    """Entries are never written over, even where their row is gone."""
    accepted(ledger)
    client.delete_item(TableName=PAYMENTS, Key={"payment_id": {"S": ID}})
    other = Harness()
    other.clock.advance(60)
    other.accepted()
    with pytest.raises(UnavailableError, match="no row stands"):
        ledger.create(other.ledger.changes[0])
    assert ledger.get(ID) is None


@pytest.mark.fault("F43")
def test_commit_of_a_stale_version_is_a_conflict(ledger: DynamoDbLedger) -> None:
    """Of two workers that read the same version one wins, and nothing of the other is written."""
    payment = accepted(ledger)
    first, second = claim(payment, "first"), claim(payment, "second")
    ledger.commit(first)
    with pytest.raises(ConflictError, match="version 1"):
        ledger.commit(second)
    assert ledger.get(ID) == first.after
    assert [entry.seq for entry in ledger.entries(ID)] == [1, 2]


def test_commit_demands_the_status_too(ledger: DynamoDbLedger, client: "DynamoDBClient") -> None:
    """A row of the right version and another status is not moved."""
    payment = accepted(ledger)
    client.update_item(
        TableName=PAYMENTS,
        Key={"payment_id": {"S": ID}},
        UpdateExpression="SET #status = :status",
        ExpressionAttributeNames={"#status": "status"},
        ExpressionAttributeValues={":status": {"S": "canceled"}},
    )
    with pytest.raises(ConflictError):
        ledger.commit(claim(payment, "first"))


@pytest.mark.fault(
    "F45",
    sees="Nothing",
    does="The repeat finds its own write, and the transition is there once",
)
def test_commit_knows_its_own_row(ledger: DynamoDbLedger, client: "DynamoDBClient") -> None:
    """A commit that is repeated after its reply was lost succeeds, and is written once."""
    change = claim(accepted(ledger), "first")
    with replies_lost(client, "dynamodb.TransactWriteItems"), pytest.raises(UnavailableError):
        ledger.commit(change)
    ledger.commit(change)
    assert len(ledger.entries(ID)) == 2


def test_commit_knows_its_own_entry(ledger: DynamoDbLedger) -> None:
    """A commit whose row has since moved on was written all the same, as its entry shows."""
    change = claim(accepted(ledger), "first")
    ledger.commit(change)
    stamp = Stamp(at=change.after.updated_at, actor="test", request_id="request of another")
    moved = transitions.read_back(change.after, TIMEOUT, stamp, TIMING)
    ledger.commit(moved)
    ledger.commit(change)
    assert ledger.get(ID) == moved.after


def test_commit_of_a_row_that_does_not_exist_is_a_conflict(ledger: DynamoDbLedger) -> None:
    """A commit never makes a row."""
    harness = Harness()
    harness.claimed()
    with pytest.raises(ConflictError):
        ledger.commit(harness.ledger.changes[1])
    assert ledger.get(ID) is None


def test_a_first_change_is_not_committed(ledger: DynamoDbLedger) -> None:
    """A change with nothing before it belongs to create."""
    harness = Harness()
    harness.accepted()
    with pytest.raises(ValueError, match="created"):
        ledger.commit(harness.ledger.changes[0])


def test_without_its_tables_the_ledger_is_unavailable(client: "DynamoDBClient") -> None:
    """Every refusal of the service is one error with its code."""
    ledger = DynamoDbLedger(client, "no-such-table", "no-such-table", patience())
    harness = Harness()
    payment = harness.claimed()
    with pytest.raises(UnavailableError, match="ResourceNotFoundException"):
        ledger.get(ID)
    with pytest.raises(UnavailableError):
        ledger.entries(ID)
    with pytest.raises(UnavailableError):
        ledger.create(harness.ledger.changes[0])
    with pytest.raises(UnavailableError):
        ledger.commit(harness.ledger.changes[1])
    with pytest.raises(UnavailableError):
        ledger.defer(payment, 1, sweeps=1)
    with pytest.raises(UnavailableError):
        list(ledger.due(0, 1, 1))


def test_a_row_of_another_schema_is_refused(
    ledger: DynamoDbLedger, client: "DynamoDBClient"
) -> None:
    """A row that this code does not know is never guessed at."""
    client.put_item(TableName=PAYMENTS, Item={"payment_id": {"S": ID}, "v": {"N": "2"}})
    with pytest.raises(UnreadableRowError, match=ID):
        ledger.get(ID)
