"""The measurement of the limits."""

from bench.limits import costs, spent


def test_the_best_of_several_is_taken() -> None:
    """The work is done as often as said, and costs no less than nothing."""
    done: list[int] = []
    assert spent(lambda: done.append(1), times=3) >= 0
    assert len(done) == 3


def test_the_limits_are_a_part_of_all_checks() -> None:
    """A stack's program runs, and each of its registrations is checked."""
    program, everything, alone = costs("dev")
    assert program > 0
    assert everything > 0
    assert alone > 0
