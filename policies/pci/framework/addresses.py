"""Whether ranges of addresses are the internet's, each alone or all together."""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network
from typing import Any, Final

# RFC 1918 and RFC 4193: nobody outside can come from there.
_PRIVATE: Final = tuple(
    ip_network(each) for each in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
)
_NARROW: Final = {4: 24, 6: 48}
"""A block that one organisation has; two halves of the internet are each wider."""
_OLD_IN_NEW: Final = tuple(
    IPv6Network(each) for each in ("::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48")
)
"""Where addresses of the old internet stand in the new one's: mapped, and behind a NAT64
(RFC 4291, 6052 and 8215)."""
_TOGETHER: Final = 16
"""Such blocks of strangers, whatever they are cut into: more are no list of partners."""


def _is_private(block: IPv4Network | IPv6Network) -> bool:
    return any(
        block.version == each.version and block.subnet_of(each)  # type: ignore[arg-type] # one version
        for each in _PRIVATE
    )


def internet(cidr: Any) -> bool:
    """Whether a CIDR block takes in strangers: not private, and wider than one organisation's.

    What is no CIDR block counts as everybody.
    """
    try:
        block = ip_network(str(cidr), strict=False)
    except ValueError:
        return True
    mapped = any(block.version == 6 and block.overlaps(each) for each in _OLD_IN_NEW)  # noqa: PLR2004
    return mapped or (not _is_private(block) and block.prefixlen < _NARROW[block.version])


def share(cidrs: Iterable[Any]) -> float:
    """How many organisations' blocks of strangers' addresses these ranges are together.

    Pieces that touch or overlap count once. What is no range of addresses counts as none: alone
    it is the internet.
    """
    blocks: dict[int, list[Any]] = {4: [], 6: []}
    for cidr in cidrs:
        try:
            block = ip_network(str(cidr), strict=False)
        except ValueError:
            continue
        if not _is_private(block):
            blocks[block.version].append(block)
    found: float = sum(
        one.num_addresses / 2 ** (one.max_prefixlen - _NARROW[version])
        for version, several in blocks.items()
        for one in collapse_addresses(several)
    )
    return found


def internet_in_pieces(cidrs: Iterable[Any]) -> bool:
    """Whether ranges that are each narrow are together more than a list of partners."""
    return share(cidrs) > _TOGETHER
