"""The simulator notices each safeguard that is taken away: the suite itself is tested."""

import pytest

from simulator.mutant import Mutant
from simulator.mutants import MOST_SEEDS, MUTANTS, judge


@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.safeguard for mutant in MUTANTS])
def test_a_missing_safeguard_turns_the_simulator_red(mutant: Mutant) -> None:
    """Within a bounded number of seeds some promise breaks."""
    fate = judge(mutant)
    assert fate.violation is not None, f"survived {MOST_SEEDS} seeds"


def test_a_mutant_that_no_longer_fits_the_code_is_an_error() -> None:
    """A change whose text is gone would test nothing."""
    stale = Mutant("none", "runtime/use_cases/process_payment.py", (("no such line", ""),))
    with pytest.raises(ValueError, match="does not hold this once"):
        judge(stale)


def test_a_mutant_that_is_not_played_is_an_error() -> None:
    """A change of what the simulator does not import would test nothing."""
    elsewhere = Mutant("none", "runtime/domain/redrive.py", ())
    with pytest.raises(ValueError, match=r"runtime/domain/redrive.py is not played"):
        judge(elsewhere, seeds=1)


def test_the_code_as_it_is_survives() -> None:
    """Without a change it is green, so it is the change that was found."""
    nothing = Mutant(
        "none", "runtime/use_cases/process_payment.py", (('"""The step', '"""The step'),)
    )
    assert judge(nothing, seeds=20).violation is None
