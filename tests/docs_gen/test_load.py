"""The page about load follows from the program, what is counted and what is given."""

from pathlib import Path

from bench.load.profiles import PROFILES
from docs_gen.environments import ROOT
from docs_gen.load import PICTURE, figure, loads, main, page


def test_the_page_is_what_is_simulated_today() -> None:
    """`docs/load.md` is generated; run `make docs` after a change of what it stands on."""
    assert (ROOT / "docs" / "load.md").read_text() == page()


def test_each_load_has_its_row_and_nothing_is_lost() -> None:
    """What was let in is final or waits."""
    rows = [line for line in page().splitlines() if line.startswith("| ")]
    for each in PROFILES:
        assert sum(row.startswith(f"| {each.name} |") for row in rows) == 1
    for one in loads():
        came = sum(each.asked - each.refused - each.throttled for each in one.load.minutes)
        assert came + one.profile.waiting == len(one.load.seconds) + one.load.left


def test_the_picture_has_a_part_for_each(tmp_path: Path) -> None:
    """The same numbers are the same file, which is kept."""
    titles = [axes.get_title() for axes in figure().axes]
    assert [each for each in titles if each] == [each.name for each in PROFILES]
    main(["--picture", str(tmp_path / "again.svg")])
    assert (tmp_path / "again.svg").read_bytes() == PICTURE.read_bytes()
