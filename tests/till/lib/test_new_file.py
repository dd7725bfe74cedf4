"""A new file for a secret."""

from pathlib import Path

import pytest

from till.lib.input import InputError
from till.lib.new_file import write_new


def test_a_new_file_is_for_its_maker_alone(tmp_path: Path) -> None:
    """One line, readable by nobody else."""
    file = tmp_path / "new"
    write_new(file, "whsec")
    assert file.read_text() == "whsec\n"
    assert file.stat().st_mode & 0o777 == 0o600


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """It may be another's, or open to others; a link to nowhere is something, too."""
    file, link = tmp_path / "mine", tmp_path / "link"
    file.write_text("mine")
    link.symlink_to(tmp_path / "elsewhere")
    for there in (file, link):
        with pytest.raises(InputError, match="is there already, and nothing was written"):
            write_new(there, "whsec")
    assert file.read_text() == "mine"
    assert not (tmp_path / "elsewhere").exists()
