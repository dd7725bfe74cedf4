"""What a block leaves behind: no child, no folder."""

import subprocess
import sys
from pathlib import Path

import pytest

from local.lib.children import ended, scratch_folder

SLOW_TO_END = "import sys, time; sys.stdin.read(); time.sleep(1)"


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_a_child_has_ended_when_its_block_has(error: type[BaseException]) -> None:
    """Also one that takes its time, and also after Ctrl-C."""
    child = subprocess.Popen([sys.executable, "-c", SLOW_TO_END], stdin=subprocess.PIPE)  # noqa: S603 - this interpreter.
    with pytest.raises(error), ended(child):
        raise error
    assert child.returncode == 0


def test_a_folder_goes_with_its_block_though_somebody_writes_there(tmp_path: Path) -> None:
    """A file that appears while the folder is removed does not keep it."""
    writer = (
        "import os, sys\n"
        "for number in range(20_000):\n"
        "    try:\n"
        "        open(f'{sys.argv[1]}/{number}', 'w').close()\n"
        "    except FileNotFoundError:\n"
        "        break\n"
        "    if number == 100: print('begun', flush=True)\n"
    )
    with scratch_folder(tmp_path) as folder:
        command = [sys.executable, "-c", writer, str(folder)]
        child = subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603 - this interpreter.
        assert child.stdout is not None
        assert child.stdout.readline() == b"begun\n"
    child.communicate()
    assert not list(tmp_path.iterdir())


def take_the_place(folder: Path, elsewhere: Path) -> None:
    """A link to elsewhere stands where the folder was."""
    folder.rmdir()
    folder.symlink_to(elsewhere)


def test_what_can_t_be_removed_is_told(tmp_path: Path) -> None:
    """Not passed over: somebody has taken the folder's place by a link."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with pytest.raises(OSError, match="symbolic link"), scratch_folder(tmp_path) as folder:
        take_the_place(folder, elsewhere)
    assert elsewhere.is_dir()


def test_what_went_wrong_in_the_block_is_told(tmp_path: Path) -> None:
    """The folder goes, the error stays."""
    with pytest.raises(ValueError, match="mine"), scratch_folder(tmp_path):
        raise ValueError("mine")
    assert not list(tmp_path.iterdir())
