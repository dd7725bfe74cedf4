"""The counted rows are shares of what was counted before."""

import json
from pathlib import Path

import pytest

from bench.counted import USD_BEFORE, main, shares
from till.cost.counted import counted


def test_half_of_before_is_half() -> None:
    """And the bounds are those that were asked for."""
    units, usd = shares(25, USD_BEFORE / 2)
    assert (units.median, usd.median) == (0.5, 0.5)
    assert (units.bound, usd.bound) == (0.44, 0.5)


def test_the_kept_count_is_printed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The units are those of `make cost`, as the page of costs has them."""
    units = sum(each for *_, each in counted().writes())
    main(tmp_path)
    assert f" {units} " in capsys.readouterr().out
    kept = json.loads((tmp_path / "counted.json").read_text())
    assert kept[0]["median"] == round(units / 50, 3)
