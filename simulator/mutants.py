"""Each safeguard taken away, one at a time: the simulator must notice.

A mutant is a change of source text. A process of its own imports the code with that change, and
plays seeds until one breaks a promise. `python -m simulator.mutants` plays all of them, and writes
down which seed noticed which.
"""

import sys
import tomllib
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from rich.progress import track

from simulator.around_mutants import AROUND_MUTANTS
from simulator.bus_mutants import BUS_MUTANTS
from simulator.by_hand_mutants import BY_HAND_MUTANTS
from simulator.changed_module import ChangedModule, import_changed
from simulator.circuit_mutants import CIRCUIT_MUTANTS
from simulator.dead_letter_mutants import DEAD_LETTER_MUTANTS
from simulator.delivery_mutants import DELIVERY_MUTANTS
from simulator.email_event_mutants import EMAIL_EVENT_MUTANTS
from simulator.erasing_mutants import ERASING_MUTANTS
from simulator.expiring_mutants import EXPIRING_MUTANTS
from simulator.merchant_mutants import MERCHANT_MUTANTS
from simulator.mutant import Mutant
from simulator.processing_mutants import PROCESSING_MUTANTS
from simulator.telling_mutants import TELLING_MUTANTS
from simulator.word_mutants import WORD_MUTANTS

Argument = TypeVar("Argument")
ResultT = TypeVar("ResultT")

ROOT: Final = Path(__file__).parents[1]
OURS: Final = frozenset({"runtime", "simulator", "tests", "local"})
MOST_SEEDS: Final = 600
NOTICED: Final = Path(__file__).parent / "noticed_by.toml"
"""Safeguard → the seed that noticed last time, which is played first. It decides nothing: where it
does not notice any more, all of the `MOST_SEEDS` are played."""

MUTANTS: Final = (
    *PROCESSING_MUTANTS,
    *TELLING_MUTANTS,
    *AROUND_MUTANTS,
    *BY_HAND_MUTANTS,
    *EMAIL_EVENT_MUTANTS,
    *CIRCUIT_MUTANTS,
    *DEAD_LETTER_MUTANTS,
    *WORD_MUTANTS,
    *ERASING_MUTANTS,
    *EXPIRING_MUTANTS,
    *MERCHANT_MUTANTS,
    *DELIVERY_MUTANTS,
    *BUS_MUTANTS,
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


def changed(mutant: Mutant) -> str:
    """The text of the mutant's file without the safeguard.

    Raises:
        ValueError: the file does not hold a changed text exactly once.
    """
    text = (ROOT / mutant.path).read_text()
    for old, new in mutant.changes:
        if text.count(old) != 1:
            message = f"{mutant.path} does not hold this once: {old!r}"
            raise ValueError(message)
        text = text.replace(old, new)
    return text


def judge(mutant: Mutant, seeds: int = MOST_SEEDS) -> Fate:
    """Play the mutant's histories in a process of its own."""
    first = tomllib.loads(NOTICED.read_text()).get(mutant.safeguard, 0)
    order = sorted(range(seeds), key=lambda seed: seed != first)
    return Fate(*apart(play, mutant, order))


def apart(
    work: Callable[[Mutant, Argument], ResultT], mutant: Mutant, argument: Argument
) -> ResultT:
    """What `work` answers in a process of its own, where it may forget our code.

    The server of these processes has imported what is not ours; it takes longer than most
    histories.
    """
    server = get_context("forkserver")
    server.set_forkserver_preload([__name__, "simulator.machine"])
    with ProcessPoolExecutor(1, mp_context=server) as pool:
        return pool.submit(work, mutant, argument).result()


def play(mutant: Mutant, order: list[int]) -> tuple[int | None, str | None]:
    """The fields of a `Fate`; the class itself is of the code that was forgotten."""
    with without(mutant):
        from simulator.batch import play_all  # noqa: PLC0415 - of the changed code.

        broken = play_all(order).broken
    return (broken[0].seed, broken[0].violation) if broken else (None, None)


def explore(mutant: Mutant, examples: int) -> str:
    """What the state machine says of the mutant; nothing where it kept every promise.

    The same examples each time: drawn anew, a failure is now and then not shrunk to the end.
    """
    with without(mutant):
        from simulator import machine  # noqa: PLC0415 - of the changed code.

        try:
            machine.explore(examples, derandomize=True)
        except Exception as error:  # noqa: BLE001 - what it found, with its steps.
            return "".join(traceback.format_exception(error))
    return ""


@contextmanager
def without(mutant: Mutant) -> Iterator[None]:
    """Forget our code, and import it without the safeguard; only for a process of its own.

    Raises:
        ValueError: nobody imported the changed file.
    """
    loader = ChangedModule(ROOT, mutant.path, changed(mutant))
    import_changed(OURS, loader)
    yield
    if getattr(sys.modules.get(loader.name), "__loader__", None) is not loader:
        message = f"{mutant.path} is not played."
        raise ValueError(message)


def main() -> int:
    """Judge each mutant, and write down what noticed it; the exit code is the survivors."""
    lines, survivors = [NOTICED.read_text().splitlines()[0]], 0
    for mutant in track(MUTANTS, "taking safeguards away"):
        fate = judge(mutant)
        lines += [f'"{mutant.safeguard}" = {fate.seed}'] if fate.violation else []
        survivors += fate.violation is None
    NOTICED.write_text("\n".join(lines) + "\n")
    return survivors


if __name__ == "__main__":
    raise SystemExit(main())
