"""The dated file says where each of its numbers comes from."""

import pytest

from till.cost.prices import priced, prices


def test_every_price_says_where_it_comes_from() -> None:
    """A page of AWS's, by its title; of a use also where the number was read."""
    known = prices()
    sources = [*(each.source for each in known.fixed), *(each.source for each in known.use)]
    assert all(" pricing: " in each for each in sources)
    assert all(each.read_on.startswith("https://") for each in known.use)


def test_every_assumption_says_why() -> None:
    """It stands on the page, and whoever knows better changes it in one place."""
    assert all(each.why and each.value > 0 for each in prices().assumption)
    assert prices().assumed("key_seconds") == 300


def test_a_line_is_the_number_times_the_price() -> None:
    """What there is none of has no line, and what has no price is no line of a bill."""
    (line,) = priced({"write units": 2_000_000, "read units": 0})
    assert (line.service, line.what) == ("DynamoDB", "write units")
    assert line.usd == pytest.approx(1.25)
    with pytest.raises(KeyError):
        priced({"wishes": 1})
