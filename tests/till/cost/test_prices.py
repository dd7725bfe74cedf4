"""The dated file says where each of its numbers comes from."""

import pytest

from runtime.contract.fleet import Fleet
from till.cost.prices import priced, prices


def test_every_price_says_where_it_comes_from() -> None:
    """A page of AWS's, by its title; of a use also where the number was read."""
    known = prices()
    used = [*known.use, *known.of_fleets]
    sources = [*(each.source for each in known.fixed), *(each.source for each in used)]
    assert all(" pricing: " in each for each in sources)
    assert all(each.read_on.startswith("https://") for each in used)


def test_an_instance_has_a_price_by_its_hours() -> None:
    """The type that is deployed where none is set, too; no name stands for two prices."""
    (usual,) = [each for each in prices().of_fleets if each.of == "hours of t4g.small"]
    assert (usual.service, usual.usd, usual.per) == ("EC2", 0.0168, 1)
    assert f"hours of {Fleet().instance_type}" == usual.of
    names = [each.of for each in (*prices().use, *prices().of_fleets)]
    assert len(set(names)) == len(names)


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
