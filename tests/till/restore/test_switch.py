"""Where a stack names its tables."""

from moto import mock_aws

from tests.fakes.payments import Harness
from tests.runtime.adapters.aws import ENTRIES, PAYMENTS
from tests.till._account import FUNCTIONS, client, populate
from till.restore._switch import TableReference, references

BOTH = f"{ENTRIES}, {PAYMENTS}"


def test_every_environment_and_grant_that_names_a_table_is_told() -> None:
    """By function, in order; a variable that names something else is left out."""
    with mock_aws():
        populate(Harness())
        found = list(references(client, FUNCTIONS, [PAYMENTS, ENTRIES]))
    notifier, reconciler = FUNCTIONS["notify_customer"], FUNCTIONS["reconcile_payments"]
    assert found == [
        TableReference("environment", f"{notifier}: ENTRIES_TABLE, PAYMENTS_TABLE", BOTH),
        TableReference("grant", "notify_customer-ledger", BOTH),
        TableReference("environment", f"{reconciler}: PAYMENTS_TABLE", PAYMENTS),
        TableReference("grant", "reconcile_payments-ledger", PAYMENTS),
    ]


def test_a_stack_on_other_tables_has_nothing_to_switch() -> None:
    """A table whose name begins alike is another table."""
    with mock_aws():
        populate(Harness())
        assert list(references(client, FUNCTIONS, [PAYMENTS[:-1]])) == []
