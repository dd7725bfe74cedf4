"""Several things at a time."""

from threading import Barrier, get_ident

import pytest

from runtime.use_cases.side_by_side import MOST, side_by_side


def test_all_are_done_at_a_time() -> None:
    """Each waits for the others, and none waits in vain; the order stays."""
    together = Barrier(MOST, timeout=30)

    def meet(number: int) -> int:
        together.wait()
        return number

    assert side_by_side(meet, range(MOST)) == list(range(MOST))


def test_one_needs_no_thread() -> None:
    """It is done where it was asked for, and nothing is nothing."""
    assert side_by_side(lambda _: get_ident(), [1]) == [get_ident()]
    assert side_by_side(lambda _: get_ident(), []) == []


def test_an_error_is_raised() -> None:
    """None is lost in its thread."""
    with pytest.raises(ZeroDivisionError):
        side_by_side(lambda number: 1 // number, [1, 0])
