"""Stacked bars as numbers."""

from till.console.charts import GAP, HEIGHT, WIDTH, bars


def test_pieces_stand_on_each_other_from_the_bottom_up() -> None:
    """The highest bar is as high as the chart, and the others in proportion."""
    found = bars([("a", (1, 3)), ("b", (2, 0))])
    assert found.top == 4
    first, second, third = found.pieces
    assert (first.y + first.height, second.y, second.y + second.height) == (HEIGHT, 0, first.y)
    assert third.height == HEIGHT / 2
    assert (first.series, second.series, third.series) == (0, 1, 0)
    assert first.width == WIDTH / 2 - GAP


def test_nothing_is_drawn_of_nothing() -> None:
    """No bars, or bars of nought."""
    assert bars([]).pieces == []
    assert bars([("a", (0, 0))]).pieces == []
    assert [name for _, name in bars([("a", (0,))]).labels] == ["a"]
