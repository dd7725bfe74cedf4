"""Which ranges of addresses are the internet's."""

import pytest

from policies.pci.framework.addresses import internet


@pytest.mark.parametrize(
    "cidr",
    ["0.0.0.0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1", "8.0.0.0/8", "10.0.0.0/7", "2000::/3"],
)
def test_wide_ranges_are_the_internet(cidr: str) -> None:
    """All of it, its halves, and private ranges with more around them."""
    assert internet(cidr)


@pytest.mark.parametrize("cidr", ["everybody", "", 7, None, "::ffff:0:0/96"])
def test_what_is_no_range_is_everybody(cidr: object) -> None:
    """A mistake must not let anybody in, nor must the old internet in the new one's words."""
    assert internet(cidr)


@pytest.mark.parametrize(
    "cidr", ["10.0.0.0/8", "192.168.1.0/24", "fd00::/8", "203.0.113.0/24", "203.0.113.7/32"]
)
def test_private_and_narrow_ranges_are_not(cidr: str) -> None:
    """A network of our own, or one organisation's."""
    assert not internet(cidr)
