"""The measurement runs and checks itself; what it measures is `python -m bench.batches`."""

from bench.batches import TARGETS, into_raw
from tests.bench._measuring import one_round, shown


def test_a_round_runs_and_its_payments_succeed() -> None:
    """Each side checks what it was answered; a wrong answer ends it without a table."""
    words = one_round("bench.batches")
    assert "1 rounds" in words
    assert shown(TARGETS, words)


def test_the_raw_side_has_tables_of_its_own() -> None:
    """Names of tables change, as keys and as values, and nothing else does."""
    asked = {"RequestItems": {"payments": {"Keys": [{"payment_id": {"S": "entries of"}}]}}}
    assert into_raw(asked) == {
        "RequestItems": {"raw-payments": {"Keys": [{"payment_id": {"S": "entries of"}}]}}
    }
    assert into_raw([{"TableName": "entries"}]) == [{"TableName": "raw-entries"}]
