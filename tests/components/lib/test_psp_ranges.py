"""The PSP's addresses, and how many security groups they take."""

from ipaddress import ip_network

from components.lib.psp_ranges import (
    GROUPS_PER_FUNCTION,
    PSP_RANGES,
    RULES_PER_GROUP,
    in_groups,
)


def test_each_range_is_narrow_public_and_listed_once() -> None:
    """A typing error that opens a network, or names a private one, is seen."""
    ranges = [ip_network(each) for each in PSP_RANGES]
    assert len(set(ranges)) == len(ranges) == 130
    assert all(each.is_global and each.prefixlen >= 30 for each in ranges)
    assert sum(each.num_addresses for each in ranges) == 162


def test_all_of_them_fit_beside_the_group_of_every_function() -> None:
    """A function takes five groups, each of sixty rules: AWS's own defaults."""
    groups = in_groups(PSP_RANGES)
    assert tuple(each for group in groups for each in group) == PSP_RANGES
    assert max(map(len, groups)) <= RULES_PER_GROUP
    assert len(groups) + 1 <= GROUPS_PER_FUNCTION
    # The most that the setting takes.
    assert len(in_groups(tuple(f"198.51.{n}.0/24" for n in range(240)))) + 1 <= GROUPS_PER_FUNCTION
