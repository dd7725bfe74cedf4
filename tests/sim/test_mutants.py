"""The simulator notices each safeguard that is taken away: the suite itself is tested."""

from pathlib import Path

import pytest

from tests.sim.mutant import Mutant
from tests.sim.mutants import MOST_SEEDS, MUTANTS, judge


@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.safeguard for mutant in MUTANTS])
def test_a_missing_safeguard_turns_the_simulator_red(mutant: Mutant, tmp_path: Path) -> None:
    """Within a bounded number of seeds some promise breaks."""
    fate = judge(mutant, tmp_path / "code")
    assert fate.violation is not None, f"survived {MOST_SEEDS} seeds"


def test_a_mutant_that_no_longer_fits_the_code_is_an_error(tmp_path: Path) -> None:
    """A change whose text is gone would test nothing."""
    stale = Mutant("none", "runtime/domain/process.py", (("no such line", ""),))
    with pytest.raises(ValueError, match="does not hold this once"):
        judge(stale, tmp_path / "code")


def test_the_code_as_it_is_survives(tmp_path: Path) -> None:
    """Without a change the copy is green, so it is the change that was found."""
    nothing = Mutant("none", "runtime/domain/process.py", (('"""The step', '"""The step'),))
    assert judge(nothing, tmp_path / "code", seeds=20).violation is None
