"""The table of what may lie where."""

import pytest

from docs_gen.data_table import TABLE, Form, Place, may_lie


def test_what_is_sealed_or_masked_may_not_be_met() -> None:
    """The row holds the address twice, and never in clear; the mail does."""
    assert not may_lie("customer.email", Place.PAYMENTS)
    assert may_lie("customer.email", Place.MAIL)
    assert may_lie("description", Place.PAYMENTS)
    assert not may_lie("description", Place.LOGS)


def test_a_field_that_nobody_knows_may_lie_nowhere() -> None:
    """A misspelt row must not let everything through."""
    with pytest.raises(KeyError):
        may_lie("custmer.email", Place.MAIL)


def test_nothing_private_is_in_logs_metrics_or_traces() -> None:
    """In clear a log has the PSP's name of its event, and an operator's ARN."""
    told = {
        (field, lies.place)
        for field, rows in TABLE.items()
        for lies in rows
        if lies.form is Form.CLEAR and lies.place in {Place.LOGS, Place.METRICS, Place.TRACES}
    }
    assert told == {
        ("webhook event: its id and type", Place.LOGS),
        ("operator's ARN", Place.LOGS),
    }
