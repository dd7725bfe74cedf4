"""What lies in the user's cache is whole."""

from pathlib import Path

import pytest

from components.packaging.bytecode import PackagingError
from components.packaging.cache import building, kept_at


def test_what_is_built_takes_its_name_at_once_and_leaves_nothing_else(tmp_path: Path) -> None:
    """A file or a folder; nobody sees a half of it."""
    kept = tmp_path / "tillstack" / "thing"
    with building(kept) as work:
        (work / "made").mkdir()
        (work / "other").write_text("not kept")
        assert not kept.exists()
    assert [*kept.parent.iterdir()] == [kept]


def test_a_build_that_is_stopped_leaves_nothing_behind(tmp_path: Path) -> None:
    """Ctrl-C in the middle: the next build begins anew."""
    kept = tmp_path / "thing"
    build = building(kept)
    (build.__enter__() / "made").write_text("half")
    stopped = KeyboardInterrupt()
    assert not build.__exit__(type(stopped), stopped, None)
    assert [*tmp_path.iterdir()] == []


def test_of_two_builds_at_once_both_end_well(tmp_path: Path) -> None:
    """A folder can't replace one that has files: the later build takes what the earlier made."""
    kept = tmp_path / "thing"
    with building(kept) as one, building(kept) as other:
        for work in (one, other):
            (work / "made").mkdir()
            (work / "made" / "code.py").write_text("x = 1")
    assert (kept / "code.py").read_text() == "x = 1"
    assert [*tmp_path.iterdir()] == [kept]


def test_a_cache_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its name, the reason and the variable that chooses another."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with (
        pytest.raises(PackagingError, match=r"file/tillstack, .*Not a directory.*XDG_CACHE_HOME"),
        building(kept_at("thing")),
    ):
        pass
