"""A region's partition and domain, as botocore knows them."""

import re
from functools import cache
from typing import Any

import botocore.session


def partition(region: str) -> str:
    """`aws`, `aws-us-gov`, `aws-cn`, …: where the ARNs of `region` begin."""
    return str(_of(region)["id"])


def dns_suffix(region: str) -> str:
    """What the names of its endpoints end with."""
    return str(_of(region)["outputs"]["dnsSuffix"])


def _of(region: str) -> Any:
    """By its pattern, as botocore finds it: a region may be newer than the list."""
    return next(each for each in _partitions() if re.match(each["regionRegex"], region))


@cache
def _partitions() -> Any:
    loader = botocore.session.get_session().get_component("data_loader")
    return loader.load_data("partitions")["partitions"]
