"""The CircuitStore port over DynamoDB."""

from typing import TYPE_CHECKING

import pytest

from runtime.adapters.dynamodb_circuit import DynamoDbCircuit
from runtime.adapters.dynamodb_ledger import DynamoDbLedger
from runtime.domain.circuit import Circuit, FailureReason, State, closed, opened, probing
from runtime.domain.errors import ConflictError, UnavailableError, UnreadableRowError
from runtime.domain.payment import OPEN_SHARDS
from tests.fakes.payments import TIMING
from tests.runtime.adapters.aws import ENTRIES, PAYMENTS, patience, replies_lost

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

NOW = 1_795_341_600
OPEN = opened(Circuit(), FailureReason.RATE_LIMITED, "token-0", NOW, TIMING)


@pytest.fixture(name="store")
def _store(client: "DynamoDBClient") -> DynamoDbCircuit:
    return DynamoDbCircuit(client, PAYMENTS, "stripe")


def test_a_circuit_that_was_never_written_is_closed(store: DynamoDbCircuit) -> None:
    """The first stack of all needs no seed."""
    assert store.get() == Circuit()


def test_a_circuit_is_read_as_it_was_written(store: DynamoDbCircuit) -> None:
    """Open, probing and closed, each over the one before."""
    probe = probing(OPEN, "token-1", NOW + 5, TIMING)
    for circuit in (OPEN, probe, closed(probe)):
        store.put(circuit)
        assert store.get() == circuit


def test_of_two_probes_one_is_claimed(store: DynamoDbCircuit) -> None:
    """The version condition lets one in; what the other wanted to write is nowhere."""
    store.put(OPEN)
    mine, theirs = (probing(OPEN, token, NOW + 5, TIMING) for token in ("token-1", "token-2"))
    store.put(mine)
    with pytest.raises(ConflictError):
        store.put(theirs)
    assert store.get() == mine


def test_a_first_opening_is_refused_where_another_was_first(store: DynamoDbCircuit) -> None:
    """An absent item is a version like any other."""
    store.put(OPEN)
    with pytest.raises(ConflictError):
        store.put(opened(Circuit(), FailureReason.RATE_LIMITED, "token-9", NOW, TIMING))
    with pytest.raises(ConflictError):
        store.put(Circuit(9, State.OPEN, NOW, 1, FailureReason.FAILING))


def test_a_write_that_meets_itself_is_no_conflict(
    client: "DynamoDBClient", store: DynamoDbCircuit
) -> None:
    """The reply was lost, and the SDK's repeat finds what it wrote itself."""
    with replies_lost(client, "dynamodb.PutItem"), pytest.raises(UnavailableError):
        store.put(OPEN)
    store.put(OPEN)
    assert store.get() == OPEN


def test_an_item_of_another_schema_is_unreadable_and_stays(
    client: "DynamoDBClient", store: DynamoDbCircuit
) -> None:
    """A version that this code does not know is neither guessed nor overwritten."""
    item = {"payment_id": {"S": "breaker#stripe"}, "v": {"N": "2"}, "version": {"S": "x"}}
    client.put_item(TableName=PAYMENTS, Item=item)
    with pytest.raises(UnreadableRowError, match="breaker#stripe"):
        store.get()
    with pytest.raises(ConflictError):
        store.put(OPEN)


def test_a_state_that_nobody_knows_is_unreadable(
    client: "DynamoDBClient", store: DynamoDbCircuit
) -> None:
    """Also where the schema's number is ours."""
    item = {"payment_id": {"S": "breaker#stripe"}, "v": {"N": "1"}, "state": {"S": "ajar"}}
    client.put_item(TableName=PAYMENTS, Item=item)
    with pytest.raises(UnreadableRowError):
        store.get()


def test_the_sweeper_never_meets_it(client: "DynamoDBClient", store: DynamoDbCircuit) -> None:
    """It is in no shard of the index of open payments."""
    store.put(OPEN)
    ledger = DynamoDbLedger(client, PAYMENTS, ENTRIES, patience())
    assert [one for shard in range(OPEN_SHARDS) for one in ledger.due(shard, NOW * 2, 10)] == []
