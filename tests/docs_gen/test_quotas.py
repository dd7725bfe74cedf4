"""The page about quotas follows from what is counted, assumed and given."""

from pathlib import Path

import pytest

from docs_gen.environments import ROOT
from docs_gen.quotas import PICTURE, RATES, figure, main, needs, page, quotas
from till.cost.counted import counted


def test_the_page_is_what_is_counted_today() -> None:
    """`docs/quotas.md` is generated; run `make docs` after `make cost`."""
    assert (ROOT / "docs" / "quotas.md").read_text() == page()


def test_every_quota_is_asked_something() -> None:
    """A quota that nothing is held against would be in the file for nothing."""
    found = needs()
    assert sorted(each.quota.name for each in found) == sorted(q.name for q in quotas().values())
    assert all(each.each > 0 for each in found)
    assert [each.most for each in found] == sorted(each.most for each in found)


@pytest.mark.parametrize("rate", RATES)
def test_what_is_too_much_is_bold(rate: int) -> None:
    """Each rate has its own column, and a number in it is bold from the default on."""
    rows = [line.removeprefix("| ").split(" | ") for line in page().splitlines()]
    cells = {row[0]: row[3:] for row in rows}
    for each in needs():
        cell = cells[each.quota.name][RATES.index(rate)]
        assert cell.startswith("**") is (each.each * rate > each.quota.gives), each


def test_the_tables_writes_are_those_of_the_count() -> None:
    """No index and no table is left out."""
    units = sum(sum(work.write_units.values()) for work in counted().functions.values())
    written = [each.each for each in needs() if each.quota.gives == 40_000]
    assert sum(written) == units


def test_the_picture_has_a_line_for_each(tmp_path: Path) -> None:
    """The same numbers are the same file, which is kept."""
    (axes,) = figure().axes
    names = {line.get_label() for line in axes.get_lines()}
    assert {each.quota.name for each in needs()} < names
    main(["--picture", str(tmp_path / "again.svg")])
    assert (tmp_path / "again.svg").read_bytes() == PICTURE.read_bytes()
