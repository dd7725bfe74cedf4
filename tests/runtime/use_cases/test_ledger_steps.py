"""What use cases do alike with the ledger."""

import pytest

from runtime.contract.metrics import Metric
from runtime.domain import transitions
from runtime.domain.errors import UnavailableError
from runtime.domain.payment import Status
from runtime.use_cases.ledger_steps import commit_or_lose, get_or_count_unknown
from tests.fakes.payments import ID, Harness


def test_a_payment_that_is_there_is_not_counted() -> None:
    """It is given back as it stands."""
    harness = Harness()
    payment = harness.accepted()
    assert get_or_count_unknown(ID, harness.ledger, harness.metrics) == payment
    assert harness.metrics.counts == {}


def test_an_unknown_payment_is_counted_and_no_error() -> None:
    """An alarm hears of it; the message that names it may be deleted."""
    harness = Harness()
    assert get_or_count_unknown(ID, harness.ledger, harness.metrics) is None
    assert harness.metrics.counts == {Metric.UNKNOWN_PAYMENT: 1}


def test_who_is_first_writes_and_who_is_late_changes_nothing() -> None:
    """Of two changes of one version, one stands; the other is told so, without an error."""
    harness = Harness()
    payment = harness.accepted()
    cancel = transitions.cancel(payment, harness.stamp())
    assert commit_or_lose(cancel, harness.ledger)
    assert not commit_or_lose(transitions.cancel(payment, harness.stamp()), harness.ledger)
    assert harness.row() == cancel.after
    assert harness.row().status is Status.CANCELED


def test_a_ledger_that_does_not_answer_is_no_lost_race() -> None:
    """Neither step takes silence for an answer: the message comes again."""
    harness = Harness()
    cancel = transitions.cancel(harness.accepted(), harness.stamp())
    harness.ledger.fail_next("commit", UnavailableError("throttled"))
    with pytest.raises(UnavailableError):
        commit_or_lose(cancel, harness.ledger)
    harness.ledger.fail_next("get", UnavailableError("throttled"))
    with pytest.raises(UnavailableError):
        get_or_count_unknown(ID, harness.ledger, harness.metrics)
    assert harness.metrics.counts == {}


def test_the_loser_is_told_by_a_plain_no() -> None:
    """Not by the lack of an answer."""
    harness = Harness()
    change = transitions.cancel(harness.accepted(), harness.stamp())
    assert commit_or_lose(change, harness.ledger) is True
    assert commit_or_lose(change, harness.ledger) is False
