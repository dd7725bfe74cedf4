"""Which browser is taken."""

from pathlib import Path

import pytest

from docs_gen.chromium import NoChromiumError, chromium


def test_the_browser_that_is_named_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before those on PATH, and of those Chromium before Chrome."""
    for name in ("chromium", "google-chrome", "mine"):
        (tmp_path / name).touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "mine"))
    assert chromium().name == "mine"
    monkeypatch.delenv("CHROMIUM")
    assert chromium().name == "chromium"
    (tmp_path / "chromium").unlink()
    assert chromium().name == "google-chrome"


@pytest.mark.parametrize("named", ["", "/nowhere/chromium"])
def test_without_a_browser_the_sentence_names_where_it_was_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    """So it is known what to install, or to name."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CHROMIUM", named)
    with pytest.raises(NoChromiumError) as caught:
        chromium()
    said = str(caught.value)
    assert all(each in said for each in ("CHROMIUM", "chromium", "google-chrome", "apt-get", named))
