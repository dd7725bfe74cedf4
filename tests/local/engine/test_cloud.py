"""The emulator and PSP that outlive a command."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from local.emulator.emulator import EmulatorError
from local.engine.cloud import LocalCloud, find, psp_key, start, stop
from local.lib.arguments import Places

pytestmark = pytest.mark.emulator


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[LocalCloud]:
    """A running cloud on free ports."""
    yield start(tmp_path / "cloud", "local", Places(0, 0))
    stop(tmp_path / "cloud")


def answers(cloud: LocalCloud) -> bool:
    """Whether the emulator is there."""
    try:
        httpx.get(f"{cloud.emulator.endpoint}/_ministack/ready", trust_env=False)
    except httpx.ConnectError:
        return False
    return True


def test_a_cloud_is_found_until_it_is_stopped(tmp_path: Path, cloud: LocalCloud) -> None:
    """Another command finds it by its folder, uses it, and ends it for good."""
    folder = tmp_path / "cloud"
    assert find(folder) == cloud
    assert answers(cloud)
    assert httpx.get(f"{cloud.psp_url}/_local/book", trust_env=False).json()["intents"] == []
    stop(folder)
    assert find(folder) is None
    assert not answers(cloud)


def test_a_killed_cloud_is_not_found(tmp_path: Path, cloud: LocalCloud) -> None:
    """What died without a word is gone, and another one can start in its place."""
    os.kill(cloud.pid, signal.SIGKILL)
    stop(tmp_path / "cloud")
    assert find(tmp_path / "cloud") is None


def test_a_port_in_use_is_one_sentence(tmp_path: Path, cloud: LocalCloud) -> None:
    """A second cloud on the same port says so and leaves nothing behind."""
    with pytest.raises(EmulatorError, match=f"Port {cloud.port} "):
        start(tmp_path / "second", "local", Places(cloud.port, 0))
    assert find(tmp_path / "second") is None


def test_only_prod_has_a_key_that_looks_live() -> None:
    """The program demands a live key in `prod` and refuses one elsewhere."""
    kinds = [psp_key(stack).split("_")[1] for stack in ("local", "dev", "staging", "prod")]
    assert kinds == ["test", "test", "test", "live"]
