"""Which ranges of addresses are the internet's."""

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.pci.framework.addresses import internet, internet_in_pieces, share


@pytest.mark.parametrize(
    "cidr",
    ["0.0.0.0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1", "8.0.0.0/8", "10.0.0.0/7", "2000::/3"],
)
def test_wide_ranges_are_the_internet(cidr: str) -> None:
    """All of it, its halves, and private ranges with more around them."""
    assert internet(cidr)


@pytest.mark.parametrize(
    "cidr", ["everybody", "", 7, None, "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b::808:808/128"]
)
def test_what_is_no_range_is_everybody(cidr: object) -> None:
    """A mistake must not let anybody in, nor must the old internet in the new one's words."""
    assert internet(cidr)


@pytest.mark.parametrize(
    "cidr", ["10.0.0.0/8", "192.168.1.0/24", "fd00::/8", "203.0.113.0/24", "203.0.113.7/32"]
)
def test_private_and_narrow_ranges_are_not(cidr: str) -> None:
    """A network of our own, or one organisation's."""
    assert not internet(cidr)


@given(st.integers(0, 2**16 - 1), st.integers(8, 28), st.integers(0, 6))
def test_cutting_changes_nothing(high: int, bits: int, cuts: int) -> None:
    """A range is the same share in one piece, in many, and with pieces named twice."""
    whole = ip_network((high << 16, bits), strict=False)
    pieces = [str(each) for each in whole.subnets(min(cuts, 32 - bits))]
    assert share([*pieces, *pieces]) == share([str(whole)])


def test_private_ranges_are_no_share() -> None:
    """However many; nor is what is no range, which alone is everybody."""
    assert share(["10.0.0.0/8", "192.168.0.0/16", "fd00::/8", "nobody"]) == 0
    assert share(["8.8.8.0/24", "2001:db8::/48"]) == 2
    assert not internet_in_pieces(["8.8.8.0/24"] * 99)
    assert internet_in_pieces(["8.0.0.0/20", "9.9.9.9/32"])
