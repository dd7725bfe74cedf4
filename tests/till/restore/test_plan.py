"""The names and moments of a drill."""

from datetime import UTC, datetime, timedelta, timezone

from runtime.domain.restore_check import ENTRIES_LATER
from till.restore.plan import Plan

AT = datetime(2026, 11, 28, 5, tzinfo=UTC)


def test_the_new_tables_are_named_after_the_moment() -> None:
    """In UTC, wherever the moment was written down."""
    plan = Plan(
        "till-prod-payments", "till-prod-entries", AT.astimezone(timezone(timedelta(hours=2)))
    )
    assert plan.new_payments == "till-prod-payments-20261128t050000z"
    assert plan.new_entries == "till-prod-entries-20261128t050000z"


def test_a_restored_table_is_restored_under_its_first_name() -> None:
    """The suffix of the first restore does not stay."""
    plan = Plan("p-20250101t000000z", "e-20250101t000000z", AT)
    assert (plan.new_payments, plan.new_entries) == ("p-20261128t050000z", "e-20261128t050000z")


def test_the_entries_are_of_a_little_later() -> None:
    """So that no row knows an entry that is not there."""
    (_, rows_at, _), (_, entries_at, _) = Plan("p", "e", AT).steps
    assert (entries_at - rows_at).total_seconds() == ENTRIES_LATER > 0
