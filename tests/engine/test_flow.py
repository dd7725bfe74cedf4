"""Payments keep flowing while an `up` changes the processor, its code and its queue."""

import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import httpx
import pytest

from local.demo.demo import patience
from local.demo.scenarios import SCENARIOS
from local.emulator.emulator import ROOT
from local.stack import collect, invariants
from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from tests._wait import until
from tests.engine.deployed_stack import DeployedStack, deployed_stack

pytestmark = pytest.mark.engine

ENOUGH = 15
UNDER_WAY = 12
"""Payments that are not at rest yet, at most: so what is left does not grow with an `up` that takes
long."""
REST_S = 4 * 8 + 6 * 25 + 30
"""The promise of docs/reliability.md with this stack's times: longest wait, visibility, sweep."""
PROCESSOR = {"memoryMb": 1536, "timeoutSeconds": 25, "maximumConcurrency": 2}


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A copy of the program, whose code may be changed."""
    copy = tmp_path / "program"
    for room in ("components", "runtime"):
        shutil.copytree(ROOT / room, copy / room, ignore=shutil.ignore_patterns("__pycache__"))
    for file in (
        *ROOT.glob("Pulumi*.yaml"),
        *ROOT.glob("*.py"),
        ROOT / "pyproject.toml",
        ROOT / "uv.lock",
    ):
        shutil.copy(file, copy)
    return copy


@pytest.fixture
def here(tmp_path: Path, program: Path) -> Iterator[DeployedStack]:
    """The stack `local` of the copy, deployed."""
    with deployed_stack(tmp_path, "local", program) as made:
        made.come_up()
        yield made


def paying(stack: LocalStack, client: MerchantClient, changed: threading.Event) -> int:
    """Payments of every kind of luck, one after the other, until the change is over."""
    number = 0
    while not (changed.is_set() and number >= ENOUGH):
        number += 1
        assert accepted(client, number)
        until(lambda: under_way(stack) < UNDER_WAY, REST_S)
    return number


def accepted(client: MerchantClient, number: int) -> bool:
    """Whether a payment is taken in time, by a merchant who asks again while nobody can say."""
    body = SCENARIOS[number % len(SCENARIOS)].body(number)
    for _ in patience():
        with suppress(httpx.TimeoutException):
            if client.pay(body, f"flow-{number}").status_code == invariants.ACCEPTED:
                return True
    return False


def under_way(stack: LocalStack) -> int:
    """How many payments have not reached their end yet."""
    done, total = collect.at_rest(stack)
    return total - done


def processor(here: DeployedStack) -> tuple[str, int, str]:
    """Version, memory and code of what the processor's alias stands for."""
    found = here.emulator.client("lambda").get_function_configuration(
        FunctionName=here.workspace.outputs()["functions"]["process_payment"], Qualifier="live"
    )
    return found["Version"], found["MemorySize"], found["CodeSha256"]


def test_nothing_is_lost_during_an_up(here: DeployedStack, program: Path) -> None:
    """All that was accepted before, during and after the change ends as promised, once."""
    stack, changed = here.stack(), threading.Event()
    before = processor(here)
    with closing(stack.merchant("acme")) as client, ThreadPoolExecutor(1) as pool:
        paid = pool.submit(paying, stack, client, changed)
        try:
            module = program / "runtime" / "handlers" / "process_payment.py"
            module.write_text(module.read_text() + "\nCHANGED = True\n")
            here.configure(processor=PROCESSOR)
            here.come_up()
        finally:
            changed.set()
        assert paid.result() >= ENOUGH
    after = processor(here)
    assert int(after[0]) > int(before[0])
    assert (before[1], after[1]) == (512, 1536)
    assert before[2] != after[2]
    until(lambda: under_way(stack) == 0, REST_S)
    snapshot = collect.collect(stack, client.answers)
    assert [verdict for verdict in invariants.examine(snapshot) if verdict.faults] == []
    assert here.steps() == set()
