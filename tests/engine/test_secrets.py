"""No secret stands in clear in anything that the engine writes."""

from pathlib import Path

import pytest

from tests.engine.deployed_stack import DeployedStack

pytestmark = pytest.mark.engine


def holding(folder: Path, secret: str) -> list[Path]:
    """The files below a folder that hold a text in clear."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in found if secret.encode() in path.read_bytes()]


def test_the_engines_files_hold_no_secret(deployed: DeployedStack) -> None:
    """State, history, backups and config hold no PSP key; clients' secrets are none of theirs."""
    assert holding(deployed.workspace.folder, deployed.psp.key) == []


def test_the_search_finds_what_is_there(deployed: DeployedStack) -> None:
    """The same search finds a value that is no secret: the state is not unreadable as a whole."""
    assert holding(deployed.workspace.folder, deployed.workspace.outputs()["payment_queue_url"])


def test_a_preview_shows_no_secret(deployed: DeployedStack) -> None:
    """A rotated key is not printed by the preview that announces it."""
    deployed.configure(pspKeyVersion=2, pspKey="sk_test_rotated")
    shown = deployed.run("preview", "--diff", "--json").stdout
    deployed.configure()
    assert "psp-version" in shown
    assert "sk_test_rotated" not in shown
