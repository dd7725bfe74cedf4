"""Which addresses are public: those that everybody reaches, in their own form."""

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.domain.public_address import is_public, may_be_posted_to

PUBLIC = ("8.8.8.8", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450:4001:80b::200e")

NOT_PUBLIC = {
    "this host": "0.0.0.0",  # noqa: S104
    "private, 10": "10.1.2.3",
    "private, 172": "172.31.255.255",
    "private, 192": "192.168.1.1",
    "shared": "100.64.0.1",
    "Alibaba's metadata": "100.100.100.200",
    "loopback": "127.8.9.10",
    "link-local, metadata": "169.254.169.254",
    "link-local, ECS": "169.254.170.2",
    "Azure's": "168.63.129.16",
    "Oracle's metadata": "192.0.0.192",
    "documentation": "203.0.113.7",
    "relay of 6to4": "192.88.99.1",
    "benchmarks": "198.19.0.1",
    "multicast": "224.0.0.1",
    "multicast, global": "239.1.2.3",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "none, IPv6": "::",
    "loopback, IPv6": "::1",
    "link-local, IPv6": "fe80::1",
    "of one link": "2606:4700:4700::1111%eth0",
    "site-local": "fec0::1",
    "unique local": "fc00::1",
    "metadata, IPv6": "fd00:ec2::254",
    "multicast, IPv6": "ff0e::1",
    "documentation, IPv6": "2001:db8::1",
    "documentation, newer": "3fff::1",
    "mapped, private": "::ffff:10.0.0.1",
    "mapped, public": "::ffff:8.8.8.8",
    "mapped, loopback": "::ffff:127.0.0.1",
    "compatible": "::7f00:1",
    "6to4, private": "2002:a00:1::1",
    "6to4, public": "2002:808:808::1",
    "NAT64, private": "64:ff9b::a00:1",
    "NAT64, public": "64:ff9b::808:808",
    "NAT64, local": "64:ff9b:1::1",
    "Teredo": "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "discard": "100::1",
    "not given out": "4000::1",
}


@pytest.mark.parametrize("text", PUBLIC)
def test_what_everybody_reaches_is_public(text: str) -> None:
    """With and without loopback."""
    assert is_public(ip_address(text))
    assert may_be_posted_to(ip_address(text), loopback=False)


@pytest.mark.parametrize("text", NOT_PUBLIC.values(), ids=NOT_PUBLIC)
def test_what_is_near_or_in_another_s_form_is_not(text: str) -> None:
    """Forms that hide an IPv4 address are refused, whatever they hide."""
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", NOT_PUBLIC.values(), ids=NOT_PUBLIC)
def test_loopback_is_all_that_loopback_adds(text: str) -> None:
    """127.0.0.0/8 and ::1, each in its own form."""
    added = may_be_posted_to(ip_address(text), loopback=True)
    assert added is (text in {"127.8.9.10", "::1"})


@given(st.ip_addresses(v=4) | st.ip_addresses(v=6))
def test_no_public_address_lies_in_a_network_that_is_not(address: object) -> None:
    """Drawn over both families, special networks among them."""
    where = ip_address(str(address))
    near = [ip_network(each) for each in ("10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16")]
    near += [ip_network(each) for each in ("::/3", "fc00::/7", "fe80::/10", "2002::/16")]
    if any(where in network for network in near if network.version == where.version):
        assert not is_public(where)
