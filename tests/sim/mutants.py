"""Each safeguard taken away, one at a time: the simulator must notice.

A mutant is a change of source text. It is applied to a copy of the code in a folder of its own,
where a process of its own plays seeds until one breaks a promise. `python -m tests.sim.mutants`
plays all of them, and writes down which seed noticed which.
"""

import shutil
import subprocess
import sys
import tomllib
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from rich.progress import track

from tests.sim.around_mutants import AROUND_MUTANTS
from tests.sim.by_hand_mutants import BY_HAND_MUTANTS
from tests.sim.circuit_mutants import CIRCUIT_MUTANTS
from tests.sim.letters_mutants import LETTERS_MUTANTS
from tests.sim.mutant import Mutant
from tests.sim.processing_mutants import PROCESSING_MUTANTS
from tests.sim.telling_mutants import TELLING_MUTANTS

ROOT: Final = Path(__file__).parents[2]
COPIED: Final = ("runtime", "tests/fakes", "tests/sim", "local")
OURS: Final = frozenset({"runtime", "tests", "local"})
MOST_SEEDS: Final = 50
NOTICED: Final = Path(__file__).parent / "noticed_by.toml"
"""Safeguard → the seed that noticed last time, which is played first. It decides nothing: where it
does not notice any more, all of the `MOST_SEEDS` are played."""

MUTANTS: Final = (
    *PROCESSING_MUTANTS,
    *TELLING_MUTANTS,
    *AROUND_MUTANTS,
    *BY_HAND_MUTANTS,
    *CIRCUIT_MUTANTS,
    *LETTERS_MUTANTS,
)
"""The list of docs/reliability.md, as far as the simulated code holds the safeguard, and more.

Not here: "receive counts used as attempts", because a receive count never reaches the domain:
a message carries a version and an id, and nothing else.
"""


class Fate(NamedTuple):
    """What the simulator said of a mutant."""

    seed: int | None
    """The one that broke a promise."""
    violation: str | None


def make(mutant: Mutant, folder: Path) -> None:
    """Copy the code into `folder`, which is made, and change it there.

    Raises:
        ValueError: the code does not hold a changed text exactly once.
    """
    for room in COPIED:
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("test_*"))
    path = folder / mutant.path
    text = path.read_text()
    for old, new in mutant.changes:
        if text.count(old) != 1:
            message = f"{mutant.path} does not hold this once: {old!r}"
            raise ValueError(message)
        text = text.replace(old, new)
    path.write_text(text)


def run(folder: Path, module: str, count: int) -> subprocess.CompletedProcess[str]:
    """Let a module of the code in `folder` play so many, in a process of its own."""
    return subprocess.run(  # noqa: S603 - our own interpreter and our own file.
        [sys.executable, "-m", module, str(count)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def judge(mutant: Mutant, folder: Path, seeds: int = MOST_SEEDS) -> Fate:
    """Play the mutant's histories in `folder`, which is made."""
    make(mutant, folder)
    first = tomllib.loads(NOTICED.read_text()).get(mutant.safeguard, 0)
    order = sorted(range(seeds), key=lambda seed: seed != first)
    # The server of the forks has imported what is not ours; it takes longer than most histories.
    server = get_context("forkserver")
    server.set_forkserver_preload([__name__])
    with ProcessPoolExecutor(1, mp_context=server) as pool:
        return Fate(*pool.submit(play_in, folder, order).result())


def play_in(folder: Path, order: list[int]) -> tuple[int | None, str | None]:
    """Forget our code, import that of `folder`, and play; for a process that does nothing else.

    Returns:
        The fields of a `Fate`; the class itself is of the code that was forgotten.
    """
    for name in [name for name in sys.modules if name.split(".")[0] in OURS]:
        del sys.modules[name]
    sys.path[:] = [str(folder), *(path for path in sys.path if Path(path or ".") != ROOT)]
    from tests.sim import batch  # noqa: PLC0415 - that of the folder.

    if not Path(batch.__file__).is_relative_to(folder):
        message = f"{batch.__file__} is not the code in {folder}."
        raise RuntimeError(message)
    broken = batch.play_all(order).broken
    return (broken[0].seed, broken[0].violation) if broken else (None, None)


def main() -> int:
    """Judge each mutant, and write down what noticed it; the exit code is the survivors."""
    lines, survivors = [NOTICED.read_text().splitlines()[0]], 0
    for mutant in track(MUTANTS, "taking safeguards away"):
        with TemporaryDirectory() as folder:
            fate = judge(mutant, Path(folder) / "code")
        lines += [f'"{mutant.safeguard}" = {fate.seed}'] if fate.violation else []
        survivors += fate.violation is None
    NOTICED.write_text("\n".join(lines) + "\n")
    return survivors


if __name__ == "__main__":
    raise SystemExit(main())
