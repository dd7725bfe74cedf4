"""The measurement runs and checks itself; what it measures is `python -m bench.draining`."""

import pytest

from bench.draining import TARGETS, Messages
from bench.rounds import WrongResultError
from runtime.domain.payment import payment_id
from tests.bench._measuring import one_round, shown

ONE, TWO, THREE = (payment_id("bench", each) for each in ("one", "two", "three"))


def test_a_round_runs_and_its_payments_succeed() -> None:
    """Of few payments; one that did not succeed would end it without a table."""
    words = one_round("bench.draining", "--payments", "20")
    assert "20 payments" in words
    assert "1 rounds" in words
    assert shown(TARGETS, words)


def test_each_message_comes_once_and_all_are_done_when_all_are_deleted() -> None:
    """In the order in which they lie there, as many as are asked for."""
    messages = Messages([ONE, TWO, THREE])
    first = messages.receive(2, 20, 45).messages
    assert [each.message_id for each in first] == [ONE, TWO]
    (last,) = messages.receive(10, 20, 45).messages
    for each in (*first, last):
        assert not messages.wait_until_done(0)
        messages.delete(each)
    assert messages.wait_until_done(0)
    assert messages.receive(10, 20, 45).messages == []


def test_a_message_that_came_back_is_no_measurement() -> None:
    """It failed, and would come again."""
    messages = Messages([ONE])
    (one,) = messages.receive(1, 20, 45).messages
    messages.hide(one, 270)
    with pytest.raises(WrongResultError, match=f"{ONE} was hidden for 270 s"):
        messages.wait_until_done(0)


def test_what_is_prolonged_is_still_worked_on() -> None:
    """A round of a thousand takes longer than a third of the time that a message is held for."""
    messages = Messages([ONE])
    (one,) = messages.receive(1, 20, 45).messages
    messages.hide(one, 45)
    assert not messages.wait_until_done(0)
    messages.delete(one)
    assert messages.wait_until_done(0)
