"""What is made once, and what a call may take."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest

from runtime.aws_clients import ACCEPTING, MAILING, POLLING, WORKING, once
from runtime.worker.worker import LONG_POLL_SECONDS


def test_many_threads_build_a_thing_once() -> None:
    """While one thread builds, no other does: a second builder never meets the first."""
    built: list[object] = []
    second_builder = Barrier(2, timeout=0.2)

    @once
    def thing() -> object:
        built.append(object())
        with suppress(BrokenBarrierError):
            second_builder.wait()
        return built[0]

    with ThreadPoolExecutor(8) as pool:
        things = list(pool.map(lambda _: thing(), range(8)))
    assert len(built) == 1
    assert things == built * 8


def test_different_arguments_are_different_things() -> None:
    """One thing for each set of arguments."""
    twice = once(lambda number: [number])
    assert twice(1) is twice(1)
    assert twice(1) is not twice(2)


def test_a_failure_is_not_kept() -> None:
    """What could not be built now is tried again when it is next asked for."""
    answers = iter([ConnectionError("down"), None])

    @once
    def thing() -> str:
        if error := next(answers):
            raise error
        return "up"

    with pytest.raises(ConnectionError):
        thing()
    assert thing() == "up"


def test_calls_are_bounded_in_time_and_number() -> None:
    """Accepting has half seconds and two calls; a mail is handed over once; all have limits."""
    # botocore's stubs leave out what a Config keeps.
    accepting, working, mailing = (vars(kind()) for kind in (ACCEPTING, WORKING, MAILING))
    assert (accepting["connect_timeout"], accepting["read_timeout"]) == (0.5, 0.5)
    assert accepting["retries"]["total_max_attempts"] == 2
    assert mailing["retries"]["total_max_attempts"] == 1
    assert working["read_timeout"] <= 5
    for config in (accepting, working, mailing):
        assert "max_attempts" not in config["retries"]


def test_calls_cost_the_processor_no_more_than_they_must() -> None:
    """No client validates what our models have, or describes the machine anew for each call."""
    for kind in (ACCEPTING, WORKING, POLLING, MAILING):
        config = vars(kind())
        assert config["parameter_validation"] is False
        assert config["user_agent"].startswith("Tillstack Botocore/")


def test_a_poll_outlasts_the_longest_poll_and_is_not_repeated_by_the_sdk() -> None:
    """An answer that takes all of SQS's 20 s is heard, and whoever polls begins again itself."""
    polling = vars(POLLING())
    assert polling["read_timeout"] > LONG_POLL_SECONDS
    assert polling["retries"]["total_max_attempts"] == 1
