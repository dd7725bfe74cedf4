"""Work in processes of its own, which may die."""

import os
import signal
import threading

import pytest

from mutation.workers import Died, each


def half(number: int) -> int:
    """Fails by itself for odd numbers."""
    if number % 2:
        raise ValueError(f"{number} is odd.")
    return number // 2


def ended_by(number: int) -> int:
    """Its process gets this signal."""
    os.kill(os.getpid(), number)
    return number


def wait_for_nothing(number: int) -> int:
    """Uses no processor, and never ends."""
    threading.Event().wait()
    return number


def test_each_argument_gets_its_answer() -> None:
    """In whatever order they end."""
    assert sorted(each(half, range(0, 8, 2))) == [(0, 0), (2, 1), (4, 2), (6, 3)]


def test_work_that_fails_by_itself_is_no_answer() -> None:
    """A mistake of the tool must not pass for a mutant that was noticed."""
    with pytest.raises(RuntimeError, match=r"3 is odd\."):
        list(each(half, [3]))


def test_a_process_that_needs_too_much_says_by_what_it_ended() -> None:
    """As the limit of the processor's time ends it."""
    assert list(each(ended_by, [signal.SIGXCPU])) == [(signal.SIGXCPU, Died(signal.SIGXCPU))]


def test_a_process_that_somebody_else_ends_is_no_answer() -> None:
    """A machine without memory would notice every mutant."""
    with pytest.raises(RuntimeError, match=r"too little memory"):
        list(each(ended_by, [signal.SIGKILL]))


def test_a_process_that_waits_for_nothing_is_ended() -> None:
    """On the wall's time, for it uses none of the processor's."""
    assert list(each(wait_for_nothing, [1], patience=1)) == [(1, Died(signal.SIGKILL))]
