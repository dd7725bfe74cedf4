"""What is mutated, and what has to notice."""

from pathlib import Path
from typing import Final, NamedTuple

from mutation.mutant import Mutant, mutants_of


class Scope(NamedTuple):
    """A tree, its folders of code that is mutated, and those of the tests that must notice."""

    root: Path
    sources: tuple[str, ...]
    tests: tuple[str, ...]
    ours: frozenset[str]
    """The packages that are imported anew for each mutant."""
    seeds: int
    """Histories of the simulator that a mutant has to pass besides."""
    seconds: int
    """Of the processor, for one test or one seed: who needs more hangs."""

    def mutants(self) -> list[Mutant]:
        """All of them, file by file."""
        return [
            mutant
            for source in self.sources
            for file in sorted((self.root / source).glob("*.py"))
            for mutant in mutants_of(self.root, file.relative_to(self.root).as_posix())
        ]


TILLSTACK: Final = Scope(
    root=Path(__file__).parents[1],
    sources=("runtime/domain", "runtime/use_cases"),
    tests=("tests/runtime/domain", "tests/runtime/use_cases"),
    ours=frozenset({"bench", "local", "runtime", "simulator", "tests"}),
    seeds=200,
    # The slowest takes two.
    seconds=10,
)
