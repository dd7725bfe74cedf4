"""The engine, or a sentence why not; one deployed stack for the tests that leave it whole."""

import os
import shutil
from collections.abc import Iterator

import pytest

from tests.engine.deployed_stack import DeployedStack, deployed_stack


@pytest.fixture(scope="session", autouse=True)
def _engine() -> None:
    """Where the engine is not installed its tests are skipped; where it must be, they fail."""
    if shutil.which("pulumi"):
        return
    sentence = "`pulumi` is not on PATH: the tests with the real engine can't run."
    if os.environ.get("TILLSTACK_REQUIRE_ENGINE") == "1":
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture(scope="session")
def deployed(tmp_path_factory: pytest.TempPathFactory, _engine: None) -> Iterator[DeployedStack]:
    """The stack `local`, deployed once; each test leaves it as the stack's file says."""
    with deployed_stack(tmp_path_factory.mktemp("deployed"), "local") as here:
        here.come_up()
        yield here
