"""Many seeds in many processes are the same seeds."""

from dataclasses import replace
from io import StringIO

from rich.console import Console

from simulator.__main__ import ENOUGH, verdict
from simulator.batch import CHUNK, Batch, play_all, play_parallel
from simulator.coverage import NEEDED, OFTEN, Coverage
from simulator.fault_injection import draw
from simulator.history import Report


def test_two_processes_see_what_one_sees() -> None:
    """Seeds, steps, time, counters and crash points add up to the same."""
    seeds, parts = range(CHUNK + 5), list[Batch]()
    alone = play_all(seeds)
    together = play_parallel(seeds, workers=2, progress=parts.append)
    assert replace(together, seconds=0) == replace(alone, seconds=0)
    assert [part.seeds for part in parts] == [CHUNK, 5]


def test_what_was_never_seen_is_named() -> None:
    """Of an empty run everything; and a point that was passed often and never died at."""
    coverage = Coverage()
    coverage.passed["sweeper: after queue.send"] += OFTEN - 1
    coverage.passed["sweeper: before queue.send"] += OFTEN
    assert coverage.missing() == [*NEEDED, "a death sweeper: before queue.send"]
    coverage.crash("sweeper: before queue.send")
    assert coverage.missing() == list(NEEDED)


def test_a_broken_seed_is_in_the_sum() -> None:
    """Whoever adds batches up keeps the report of what broke."""
    batch = Batch()
    part = play_all([3])
    part.broken.append(Report(3, draw(3)))
    batch.add(part)
    assert (batch.seeds, [report.seed for report in batch.broken]) == (1, [3])


def test_a_run_without_evidence_does_not_pass() -> None:
    """Nothing broke and something was never seen: exit code 2, from 200 seeds on."""
    with StringIO() as said:
        console = Console(file=said, width=10_000)
        assert verdict(Batch(seeds=ENOUGH - 1), console) == 0
        assert verdict(Batch(seeds=ENOUGH), console) == 2
        assert f"No evidence: never saw {NEEDED[0]}" in said.getvalue()
        broken = Batch(seeds=ENOUGH, broken=[Report(3, draw(3), violation="I3: charged twice.")])
        assert verdict(broken, console) == 1
        assert said.getvalue().endswith("again: make sim SEED=3\n")
