"""What every room's tests may ask for; nothing heavy happens at import."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import settings

from tests._wait import PATIENT_S

if TYPE_CHECKING:
    from xdist.scheduler import LoadFileScheduling

    from local.emulator.emulator import Emulator
    from local.stack.stack import LocalStack

# How long one example takes says something about the machine's other work only.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


LONG: Final = (
    "tests/truth/test_apply.py",
    "tests/policy_proof/test_deployed.py",
    "tests/policy_proof/test_by_iam.py",
    "tests/canary/",
    "tests/faults/",
    "tests/journey/",
    "tests/rights/",
    "tests/engine/test_changes.py",
    "tests/engine/test_first_day.py",
    "tests/engine/test_make.py",
    "tests/engine/test_restored.py",
    "tests/engine/test_flow.py",
    "tests/engine/test_stacks.py",
    "tests/engine/",
    "tests/truth/",
    "tests/policy_proof/",
    "tests/simulator/test_crash_points_too.py",
    "tests/policies/test_partitions.py",
    "tests/policies/test_stacks.py",
    "tests/local/demo/",
    "tests/local/cost/",
    "tests/simulator/",
    "tests/components/lib/test_environment.py",
    "tests/components/",
)
"""With several workers the longest files must not begin last, and those that wait begin first."""

SHARED: Final = (
    tuple(f"tests/engine/test_{name}.py" for name in ("changes", "drift", "outputs", "secrets")),
    ("tests/faults/test_accept.py", "tests/faults/test_process.py"),
    ("tests/faults/test_away.py", "tests/faults/test_tell.py"),
    ("tests/journey/",),
    ("tests/rights/",),
    ("tests/truth/test_apply.py",),
    ("tests/truth/",),
    tuple(f"tests/components/lib/test_{name}.py" for name in ("environment", "naming")),
)
"""Files whose tests share a deployed stack, a provider that is slow to start or runs of the program
run in one worker, one after the other."""


# Optional hooks, so that `pytest -p no:xdist` does without them.
@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One for each core if `logical` is asked for; else two, of which one waits for emulators."""
    cores = os.cpu_count() or 1
    return cores if config.option.numprocesses == "logical" else min(2 * cores, 8)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> "LoadFileScheduling":
    """Distributes whole files, or all files that share a stack."""
    from xdist.scheduler import LoadFileScheduling  # noqa: PLC0415 - workers need none

    class ByStack(LoadFileScheduling):  # type: ignore[misc] # It has no types.
        def _split_scope(self, nodeid: str) -> str:
            return next((each[0] for each in SHARED if nodeid.startswith(each)), None) or str(
                super()._split_scope(nodeid)
            )

    return ByStack(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, the others in their order."""
    items.sort(key=lambda item: _place(item.nodeid))


def pytest_configure() -> None:
    """Collect garbage seldom: imports leave next to none."""
    gc.set_threshold(50_000, 20, 20)


def pytest_collection_finish() -> None:
    """What is imported and collected stays, so no garbage collection looks at it again.

    Otherwise each looks at all of it, which is a third of the time that a run of the program takes.
    """
    gc.collect()
    gc.freeze()


def _place(test: str) -> int:
    places = (place for place, start in enumerate(LONG) if test.startswith(start))
    return next(places, len(LONG))


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Emulator"]:
    """One emulator per test process, IAM enforced, on a port of its own."""
    from local.emulator.emulator import running  # noqa: PLC0415 - most tests need neither it nor boto3

    with running(log_dir=tmp_path_factory.mktemp("emulator"), gateway_limit=PATIENT_S) as emulator:
        yield emulator


@contextmanager
def _running(*, telling: bool) -> Iterator["LocalStack"]:
    from local.lib.arguments import Places  # noqa: PLC0415 - as above
    from local.stack.stack import running  # noqa: PLC0415 - as above

    with running(Places(gateway_limit=PATIENT_S), telling=telling) as stack:
        yield stack


@pytest.fixture(scope="session")
def stack() -> Iterator["LocalStack"]:
    """The whole stack, deployed once per test process, with its own emulator and PSP."""
    with _running(telling=False) as stack:
        yield stack


@pytest.fixture(scope="session")
def telling_stack() -> Iterator["LocalStack"]:
    """Another one, which tells its merchants at backends of this machine."""
    with _running(telling=True) as stack:
        yield stack
