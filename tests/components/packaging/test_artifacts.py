"""What an instance runs, by its hash."""

import hashlib
import tarfile
from pathlib import Path

import pytest

from components.packaging.artifacts import tarred, worker_code, worker_packages
from components.packaging.code import sources
from tests.fakes.layer import layer_at_hand


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def test_the_code_is_that_of_the_functions() -> None:
    """Each file under its own path, and no other."""
    with tarfile.open(worker_code().file) as found:
        contents = {each.name: taken.read() for each in found if (taken := found.extractfile(each))}
    assert contents == sources()
    assert "runtime/worker/__main__.py" in contents


def test_equal_sources_are_equal_bytes() -> None:
    """Nothing of the machine or the time is in it, so an unchanged stack uploads nothing."""
    files = [("a.py", b"1"), ("b/c.py", b"2")]
    assert tarred(files) == tarred(files)
    assert tarred(files) != tarred([("a.py", b"1"), ("b/c.py", b"3")])
    assert worker_code() == worker_code()


def test_a_file_that_was_cut_off_is_written_anew() -> None:
    """Its name is the hash of the whole: an instance would refuse it, and another, for ever."""
    kept = worker_code().file
    kept.write_bytes(b"")
    assert hashlib.sha256(worker_code().file.read_bytes()).hexdigest() in kept.name


def test_what_it_is_called_is_its_hash() -> None:
    """Another content is another key; an instance holds what it fetched against the name."""
    with layer_at_hand():
        for what, artifact in (("code", worker_code()), ("packages", worker_packages())):
            digest = hashlib.sha256(artifact.file.read_bytes()).hexdigest()
            assert artifact.key == f"{what}-{digest}.tar"
