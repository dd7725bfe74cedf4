"""The address of a merchant's endpoint, as text: what may be registered. Pure.

A name's addresses are looked at when it is posted to: they may change, the text does not.
"""

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Final, NamedTuple

from runtime.domain.public_address import Address, is_this_machine, may_be_posted_to

LONGEST: Final = 2048
"""Characters of an address."""

_WRITTEN: Final = re.compile(r"[!-~]+")
_NEVER: Final = re.compile(r'[\\<>"{}|^`]')
_URL: Final = re.compile(r"https://([^/?#]*)([^#]*)(#.*)?", re.IGNORECASE)
_AUTHORITY: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:%]+)(?::([0-9]{1,5}))?")
_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
_AT_HOME: Final = ("localhost", "localdomain", "local", "internal", "home.arpa")
"""Names that mean another machine for everybody who asks."""


class Place(NamedTuple):
    """Where an endpoint is."""

    host: str
    """A name in lower case, or an address without brackets."""
    port: int
    target: str
    """Path and query, as they are sent."""

    @property
    def address(self) -> Address | None:
        """The host, where it is an address and no name."""
        return _literal(self.host)


def url_fault(url: str, *, loopback: bool) -> str | None:
    """What is wrong with an endpoint's address, as a sentence; None where nothing is.

    Args:
        url: as it was given.
        loopback: whether this machine's own addresses and names will do.
    """
    if not 0 < len(url) <= LONGEST:
        return f"It has {len(url)} characters; 1 to {LONGEST} will do."
    if not _WRITTEN.fullmatch(url) or _NEVER.search(url):
        return "It holds a character that an address can't have; write it percent-encoded."
    parts = _URL.fullmatch(url)
    if not parts:
        return "It does not begin with https://."
    if parts[3]:
        return "It has a fragment (#), which is never sent."
    return _authority_fault(parts[1], loopback=loopback)


def place(url: str) -> Place:
    """The parts of an address.

    Raises:
        ValueError: `url_fault` finds something in it.
    """
    parts = _URL.fullmatch(url)
    found = _AUTHORITY.fullmatch(parts[1]) if parts else None
    if not parts or not found:
        raise ValueError("url_fault() says what is wrong with this address.")
    host, port = found.groups()
    tail = parts[2] if parts[2].startswith("/") else f"/{parts[2]}"
    return Place(host.strip("[]").lower(), int(port or 443), tail)


def _authority_fault(authority: str, *, loopback: bool) -> str | None:
    if "@" in authority:
        return "It holds a user's name or a password."
    found = _AUTHORITY.fullmatch(authority)
    if not found:
        return "Its host, or its port, is none."
    host, port = found.groups()
    if port is not None and not 0 < int(port) <= 65535:  # noqa: PLR2004 - the last port.
        return "Its port is not from 1 to 65535."
    return _host_fault(host.lower(), loopback=loopback)


def _host_fault(host: str, *, loopback: bool) -> str | None:
    address = _literal(host.strip("[]"))
    if address is not None:
        return _address_fault(address, loopback=loopback)
    labels = host.split(".")
    if host.startswith("[") or _NUMBER.fullmatch(labels[-1]):
        return "Its host looks like an IP address and is none that is written in full."
    if len(host) > 253 or not all(map(_LABEL.fullmatch, labels)):  # noqa: PLR2004 - DNS's limit.
        return (
            "Its host is no name that DNS knows: letters, digits and hyphens, with a dot between "
            "labels and none at the end; other letters as xn--."
        )
    if loopback and labels[-1] == "localhost":
        return None
    at_home = any(host == name or host.endswith(f".{name}") for name in _AT_HOME)
    return f"{host} is no public name." if at_home or len(labels) == 1 else None


def _address_fault(address: Address, *, loopback: bool) -> str | None:
    if not may_be_posted_to(address, loopback=loopback):
        return f"{address} is no public address."
    if isinstance(address, IPv6Address) and not is_this_machine(address):
        # The function that sends has no way out by IPv6.
        return f"{address} is an IPv6 address; events are sent by IPv4 alone."
    return None


def _literal(host: str) -> Address | None:
    for kind in (IPv4Address, IPv6Address):
        try:
            return kind(host)
        except AddressValueError:
            continue
    return None
