"""The measurement runs and checks itself; what it measures is `python -m bench.accept_payment`."""

import json

from bench.accept_payment import CLIENT, TARGETS, OneMerchant, event
from bench.stub_tables import MERCHANT
from runtime.domain.rate_limit import Draw
from tests.bench._measuring import one_round, shown


def test_a_round_runs_and_its_results_are_right() -> None:
    """Each side checks what it was answered; a wrong answer ends it without a table."""
    words = one_round("bench.accept_payment")
    assert "1 rounds" in words
    assert shown(TARGETS, words)


def test_both_handlers_are_asked_the_same() -> None:
    """A payment of the one client, by a key of its own."""
    one, other = event("key-1"), event("key-2")
    assert one["headers"]["Idempotency-Key"] != other["headers"]["Idempotency-Key"]
    assert one["body"] == other["body"]
    assert json.loads(one["body"])["currency"] == "eur"


def test_the_client_may_always_call() -> None:
    """Whatever was asked before."""
    drawn = OneMerchant().draw(MERCHANT, Draw(1, full=False, cost=5, most=1))
    assert drawn.granted
    assert drawn.merchant.speaks(CLIENT)
