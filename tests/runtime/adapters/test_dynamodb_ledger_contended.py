"""The Ledger port where transactions cancel each other, which moto never does."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from botocore.stub import Stubber

from runtime.adapters.dynamodb_ledger import DynamoDbLedger
from runtime.adapters.dynamodb_rows import row_items
from runtime.domain.errors import ConflictError, UnavailableError
from runtime.domain.state_machine import Change
from tests.fakes.payments import Harness
from tests.runtime.adapters.aws import ENTRIES, PAYMENTS, dynamodb, patience

if TYPE_CHECKING:
    from runtime.domain.payment import Payment

CONTENDED = [{"Code": "TransactionConflict"}, {"Code": "None"}]


class Service:
    """A scripted DynamoDB behind a ledger that tries twice."""

    def __init__(self) -> None:
        client = dynamodb()
        self.stub = Stubber(client)
        self.waits: list[float] = []
        self.ledger = DynamoDbLedger(client, PAYMENTS, ENTRIES, patience(tries=2, waits=self.waits))

    def cancels(self, *reasons: dict[str, Any]) -> None:
        """The next transaction is canceled."""
        self.stub.add_client_error(
            "transact_write_items",
            service_error_code="TransactionCanceledException",
            http_status_code=400,
            modeled_fields={"CancellationReasons": list(reasons)},
        )

    def writes(self) -> None:
        """The next transaction is written."""
        self.stub.add_response("transact_write_items", {})

    def reads(self, row: "Payment | None") -> None:
        """The next read finds the row."""
        found = row_items(row) if row else []
        self.stub.add_response(
            "batch_get_item", {"Responses": {PAYMENTS: found}, "UnprocessedKeys": {}}
        )


@pytest.fixture(name="service")
def _service() -> Iterator[Service]:
    service = Service()
    with service.stub:
        yield service
    service.stub.assert_no_pending_responses()


def first() -> Change:
    """`accept`."""
    harness = Harness()
    harness.accepted()
    return harness.ledger.changes[0]


def second() -> Change:
    """`claim` after it."""
    harness = Harness()
    harness.claimed()
    return harness.ledger.changes[1]


def test_a_conflict_is_tried_again(service: Service) -> None:
    """A transaction that another one canceled is repeated after a wait."""
    service.cancels(*CONTENDED)
    service.writes()
    assert service.ledger.create(first()) is None
    assert service.waits == [0.01]


@pytest.mark.fault(
    "F5",
    sees="The same payment, however often it was asked for",
    does="One conditional write wins; the others wait a moment and read who won",
)
def test_a_create_in_contention_reads_who_won(service: Service) -> None:
    """When the time is over the row that stands is the answer."""
    change = first()
    winner = change.after.model_copy(update={"last_hash": "f" * 64})
    service.cancels(*CONTENDED)
    service.cancels(*CONTENDED)
    service.reads(winner)
    assert service.ledger.create(change) == winner


def test_a_create_in_contention_without_a_winner_is_unavailable(service: Service) -> None:
    """Where nothing stands after all, nothing is known to be written."""
    service.cancels(*CONTENDED)
    service.cancels(*CONTENDED)
    service.reads(None)
    with pytest.raises(UnavailableError):
        service.ledger.create(first())


def test_a_refused_condition_ends_the_tries(service: Service) -> None:
    """A row that is there is the answer at once, whatever else contended."""
    change = first()
    winner = change.after.model_copy(update={"last_hash": "f" * 64})
    service.cancels(
        {"Code": "ConditionalCheckFailed", "Item": row_items(winner)[0]},
        {"Code": "TransactionConflict"},
    )
    assert service.ledger.create(change) == winner.model_copy(update={"sealed": {}})
    assert service.waits == []


def test_a_commit_in_contention_is_a_conflict(service: Service) -> None:
    """The row that stands is not ours: somebody else is at it."""
    change = second()
    service.cancels(*CONTENDED)
    service.cancels(*CONTENDED)
    service.reads(change.before)
    with pytest.raises(ConflictError):
        service.ledger.commit(change)


def test_a_commit_in_contention_may_have_been_ours(service: Service) -> None:
    """The row that stands is ours: our own earlier call was the other transaction."""
    change = second()
    service.cancels(*CONTENDED)
    service.cancels(*CONTENDED)
    service.reads(change.after)
    service.ledger.commit(change)


@pytest.mark.parametrize("code", ["ThrottlingError", "ProvisionedThroughputExceeded", "Unknown"])
def test_any_other_reason_is_not_repeated(service: Service, code: str) -> None:
    """Throttling goes to the caller, beside a conflict too: the queue retries, not we."""
    service.cancels({"Code": code}, {"Code": "TransactionConflict"})
    with pytest.raises(UnavailableError, match="TransactionCanceledException"):
        service.ledger.commit(second())
    assert service.waits == []


def test_a_transaction_in_progress_is_unavailable(service: Service) -> None:
    """Our own call that still runs may yet be written, so nothing is said about it."""
    service.stub.add_client_error(
        "transact_write_items", service_error_code="TransactionInProgressException"
    )
    with pytest.raises(UnavailableError, match="TransactionInProgressException"):
        service.ledger.commit(second())
