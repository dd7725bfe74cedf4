"""Two hundred seeded histories with faults everywhere: no promise breaks, and everything ends."""

import hashlib
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from simulator.batch import play_all, quiet
from simulator.history import play

ROOT = Path(__file__).parents[2]
SEEDS = 200
KEPT: dict[int, dict[str, Any]] = {
    one["number"]: one
    for one in tomllib.loads((Path(__file__).parent / "kept_seeds.toml").read_text())["seed"]
}
"""Seeds that once broke a promise, and which."""

DIGEST = """
import sys
from tests.simulator.test_histories import digest
sys.stdout.write(digest(17))
"""


def digest(seed: int) -> str:
    """A fingerprint of a history's whole timeline."""
    with quiet():
        report = play(seed)
    return hashlib.sha256(repr((report.steps, report.timeline)).encode()).hexdigest()


@pytest.mark.fault("F18")
@pytest.mark.fault(
    "F41",
    sees="Nothing",
    does="Leases are for liveness only; safety rests on versions and on the one object",
)
@pytest.mark.fault("F42")
@pytest.mark.fault(
    "F43",
    sees="At most four attempts",
    does="The claim of an attempt is a conditional write: of two workers one starts it",
)
def test_no_seed_breaks_a_promise_and_everything_was_seen() -> None:
    """Safety after every step, liveness at the end; a kind of fault never seen is no evidence."""
    batch = play_all(range(SEEDS))
    assert not batch.broken, batch.broken[0].history()
    assert batch.seeds == SEEDS
    assert batch.coverage.missing() == []


@pytest.mark.parametrize("number", KEPT, ids=str)
def test_a_kept_seed_breaks_no_promise(number: int) -> None:
    """What once broke a promise never does again."""
    with quiet():
        report = play(number, times=KEPT[number]["times"])
    assert report.violation is None, f"{KEPT[number]['why']}\n{report.history()}"


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_a_seed_is_replayed_exactly(hash_seed: str) -> None:
    """Another process, with other string hashes, plays the same timeline to the second."""
    done = subprocess.run(  # noqa: S603 - our own interpreter.
        [sys.executable, "-c", DIGEST],
        cwd=ROOT,
        env={"PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == digest(17)


def test_a_report_says_how_to_play_it_again() -> None:
    """The report holds the seed, its options, and the last steps."""
    with quiet():
        history = play(3).history()
    assert history.startswith("seed 3: every promise kept\noptions: Options(")
    assert history.endswith("again: make sim SEED=3")
