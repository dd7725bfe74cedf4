"""Partitions, as this machine's stand-ins for AWS know them."""

import botocore.session
import pytest

from local.lib.partitions import dns_suffix, partition


@pytest.mark.parametrize(
    ("region", "name", "suffix"),
    [
        ("eu-central-1", "aws", "amazonaws.com"),
        ("us-gov-west-1", "aws-us-gov", "amazonaws.com"),
        ("cn-north-1", "aws-cn", "amazonaws.com.cn"),
        ("eu-central-9", "aws", "amazonaws.com"),
    ],
)
def test_a_region_is_in_its_partition(region: str, name: str, suffix: str) -> None:
    """Also a region that is newer than the list."""
    assert (partition(region), dns_suffix(region)) == (name, suffix)


def test_botocore_says_the_same_of_every_region() -> None:
    """The pattern finds what the list holds."""
    session = botocore.session.get_session()
    for name in session.get_available_partitions():
        for region in session.get_available_regions("sqs", name):
            assert partition(region) == name
