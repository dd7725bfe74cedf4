"""The Ledger port over DynamoDB: when a payment is due, and whose it is to move that date."""

from runtime.adapters.dynamodb_ledger import DynamoDbLedger
from runtime.domain.payment import Status
from tests.fakes.payments import ID, Harness
from tests.runtime.adapters.aws import accepted


def test_defer_moves_the_due_date_alone(ledger: DynamoDbLedger) -> None:
    """A deferred payment has a new due date and number of sweeps; version and hash stay."""
    payment = accepted(ledger)
    moved = ledger.defer(payment, 1_800_000_000, sweeps=3)
    assert moved == payment.model_copy(update={"due_at": 1_800_000_000, "sweeps": 3})
    assert ledger.get(ID) == moved


def test_defer_by_an_old_reader_does_nothing(ledger: DynamoDbLedger) -> None:
    """Of two sweepers that saw the same due date one moves it."""
    payment = accepted(ledger)
    assert ledger.defer(payment, 1_800_000_000, sweeps=1) is not None
    assert ledger.defer(payment, 1_800_000_001, sweeps=1) is None


def test_defer_by_a_reader_of_an_old_version_does_nothing(ledger: DynamoDbLedger) -> None:
    """An equal due date of another version is another plan; so is a sweep's."""
    payment = accepted(ledger)
    for seen in ({"version": 2}, {"sweeps": 1}):
        stale = payment.model_copy(update=seen)
        assert ledger.defer(stale, 1_800_000_000, sweeps=1) is None


def test_a_due_date_can_go_and_come_again(ledger: DynamoDbLedger) -> None:
    """With its place in the index; who has seen a date where none is, or the reverse, is late."""
    payment = accepted(ledger)
    resting = ledger.defer(payment, None, sweeps=0)
    assert resting == payment.model_copy(update={"due_at": None, "open_shard": None, "sweeps": 0})
    assert ledger.get(ID) == resting
    assert ledger.defer(payment, 1_800_000_000, sweeps=0) is None
    again = ledger.defer(resting, 1_800_000_000, sweeps=0)
    assert again == payment.model_copy(update={"due_at": 1_800_000_000, "sweeps": 0})
    assert ledger.defer(resting, 1_800_000_001, sweeps=0) is None


def test_defer_of_an_unknown_payment_makes_no_row(ledger: DynamoDbLedger) -> None:
    """An update never creates half a row."""
    payment = Harness().accepted()
    assert ledger.defer(payment, 1_800_000_000, sweeps=1) is None
    assert ledger.get(ID) is None


def test_defer_spares_a_status(ledger: DynamoDbLedger) -> None:
    """A payment of the spared status is left alone; any other is moved."""
    payment = accepted(ledger)
    assert ledger.defer(payment, 1_800_000_000, sweeps=1, spare=Status.QUEUED) is None
    assert ledger.get(ID) == payment
    assert ledger.defer(payment, 1_800_000_000, sweeps=1, spare=Status.FAILED) is not None


def test_due_lists_one_shard_oldest_first(ledger: DynamoDbLedger) -> None:
    """Only payments of the shard whose time has come are listed, up to the limit."""
    ids = [f"pay_{letter * 26}" for letter in "abcde"]
    shards = [7, 7, 7, 7, 8]
    for payment_id, shard, due_at in zip(ids, shards, [30, 10, 20, 99, 10], strict=True):
        harness = Harness()
        harness.accepted(payment_id=payment_id, open_shard=shard, due_at=due_at)
        ledger.create(harness.ledger.changes[0])
    assert list(ledger.due(7, 30, 100)) == [ids[1], ids[2], ids[0]]
    assert list(ledger.due(7, 30, 2)) == [ids[1], ids[2]]


def test_a_payment_with_nothing_due_is_in_no_shard(ledger: DynamoDbLedger) -> None:
    """A final payment without a mail to send leaves the sparse index."""
    harness = Harness()
    payment = harness.canceled()
    assert payment.due_at is None
    shard = harness.ledger.changes[0].after.open_shard or 0
    ledger.create(harness.ledger.changes[0])
    assert list(ledger.due(shard, 9_999_999_999, 10)) == [ID]
    ledger.commit(harness.ledger.changes[1])
    assert list(ledger.due(shard, 9_999_999_999, 10)) == []
