"""One run for all tests: plant, let everything happen, read everything."""

import tempfile
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.canary import broken_flows, merchant_flows, other_flows
from tests.canary.places import count, documents, remains
from tests.canary.planting import Planter
from tests.canary.reading import Document, Hit, hits
from tests.canary.run import Run, running

WORKERS = 4
"""Flows side by side; most of them wait."""
TOLD: list[str] = []


@dataclass(frozen=True)
class Read:
    """What a run planted, and what was read afterwards."""

    planter: Planter
    read: tuple[Document, ...]
    hits: tuple[Hit, ...]
    failures: tuple[str, ...]
    """Flows that did not go as they must."""


@pytest.fixture(scope="session")
def canaries() -> Iterator[Read]:
    """The one run."""
    with tempfile.TemporaryDirectory(prefix="canary-") as folder:
        with running(Path(folder)) as run:
            failures = play_all(run)
            read = list(documents(run))
        read += remains(run)
        found = hits(read, run.planter)
        TOLD.extend(lines(run.planter, read, found))
        TOLD.extend(f"  FAILED  {failure}" for failure in failures)
        yield Read(run.planter, tuple(read), tuple(found), failures)


def play_all(run: Run) -> tuple[str, ...]:
    """Every flow, side by side; what went wrong, for what was planted is read all the same."""
    flows = {**merchant_flows.FLOWS, **other_flows.FLOWS}
    with broken_flows.breaking(run) as broken, ThreadPoolExecutor(WORKERS) as pool:
        played = {
            **{
                name: pool.submit(play, run, run.planter.flow(name)) for name, play in flows.items()
            },
            **{each.name: pool.submit(broken_flows.play, run, each) for each in broken},
        }
    return tuple(
        "".join([f"{name}: ", *traceback.format_exception(error)[-3:]])
        for name, future in played.items()
        if (error := future.exception())
    )


def lines(planter: Planter, read: list[Document], found: list[Hit]) -> Iterator[str]:
    """What a person sees: how much was planted and read, and each hit."""
    per_flow, per_place = planter.per_flow(), count(read)
    yield from (f"{number:5}  planted: {flow}" for flow, number in per_flow.items())
    yield from (f"{number:5}  read: {place}" for place, number in per_place.items())
    yield (
        f"{per_flow.total()} canaries in {len(per_flow)} flows, {len(read)} documents of "
        f"{len(per_place)} places, {len(found)} hits outside docs/data.md"
    )
    yield from (f"  HIT  {hit}" for hit in found)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Without its numbers a run would not say what it proves."""
    if TOLD:
        terminalreporter.section("canaries")
        for line in TOLD:
            terminalreporter.write_line(line)
