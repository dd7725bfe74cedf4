"""Which addresses a merchant's endpoint may have. Pure."""

from ipaddress import IPv4Address, IPv6Address, ip_network
from typing import Final

Address = IPv4Address | IPv6Address

_UNICAST: Final = ip_network("2000::/3")
"""All that is given out of IPv6: outside lie the mapped, the translated (NAT64) and the local."""

_LOOPBACK: Final = (ip_network("127.0.0.0/8"), ip_network("::1/128"))

_REFUSED: Final = tuple(
    ip_network(each)
    for each in (
        "168.63.129.16/32",  # Azure's, which gives a machine its secrets.
        "192.0.0.0/24",  # Protocols' own; Oracle's metadata is among them.
        "192.88.99.0/24",  # Relays of 6to4.
        "2001::/23",  # Protocols' own: Teredo, ORCHID, benchmarks.
        "2002::/16",  # 6to4: an IPv4 address in another's clothes.
        "2001:db8::/32",  # Documentation.
        "3fff::/20",  # The same.
    )
)
"""What Python, or an older one, calls global, and an endpoint has no business with."""


def is_public(address: Address) -> bool:
    """Whether anybody on the internet reaches the same machine there.

    A form that hides an IPv4 address in an IPv6 one is refused, whatever it hides.
    """
    if isinstance(address, IPv6Address) and (address not in _UNICAST or address.scope_id):
        return False
    if address.is_multicast or address.is_reserved or not address.is_global:
        return False
    return not any(address in network for network in _REFUSED)


def is_this_machine(address: Address) -> bool:
    """Whether it is loopback, in its own form: a mapped one is none, whatever Python says of it."""
    return any(address in network for network in _LOOPBACK)


def may_be_posted_to(address: Address, *, loopback: bool) -> bool:
    """Whether an endpoint may be there; with `loopback`, on this machine too."""
    return is_public(address) or (loopback and is_this_machine(address))
