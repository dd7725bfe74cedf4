"""What every room's tests may ask for; nothing heavy happens at import."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from local.emulator import Emulator
    from local.stack import LocalStack

# How long one example takes says something about the machine's other work only.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The engine's tests first: with several workers the longest files must not begin last."""
    items.sort(key=lambda item: item.get_closest_marker("engine") is None)


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Emulator"]:
    """One emulator per test process, IAM enforced, on a port of its own."""
    from local.emulator import running  # noqa: PLC0415 - most tests need neither it nor boto3

    with running(log_dir=tmp_path_factory.mktemp("emulator")) as emulator:
        yield emulator


@pytest.fixture(scope="session")
def stack() -> Iterator["LocalStack"]:
    """The whole stack, deployed once per test process, with its own emulator and PSP."""
    from local.stack import running  # noqa: PLC0415 - as above

    with running() as stack:
        yield stack
