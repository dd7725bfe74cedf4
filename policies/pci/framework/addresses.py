"""Whether a range of addresses is the internet's."""

from ipaddress import IPv6Network, ip_network
from typing import Any, Final

# RFC 1918 and RFC 4193: nobody outside can come from there.
_PRIVATE: Final = tuple(
    ip_network(each) for each in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
)
_NARROW: Final = {4: 24, 6: 48}
"""A block that one organisation has; two halves of the internet are each wider."""


def internet(cidr: Any) -> bool:
    """Whether a CIDR block takes in strangers: not private, and wider than one organisation's.

    What is no CIDR block counts as everybody.
    """
    try:
        block = ip_network(str(cidr), strict=False)
    except ValueError:
        return True
    mapped = isinstance(block, IPv6Network) and block.network_address.ipv4_mapped is not None
    private = any(
        block.version == each.version and block.subnet_of(each)  # type: ignore[arg-type] # one version
        for each in _PRIVATE
    )
    return mapped or (not private and block.prefixlen < _NARROW[block.version])
