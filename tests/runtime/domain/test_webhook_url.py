"""What may be registered as an endpoint's address, and what is said of all else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.domain.webhook_url import Place, place, url_fault

GOOD = {
    "https://hooks.shop.example": Place("hooks.shop.example", 443, "/"),
    "https://Hooks.Shop.Example/A": Place("hooks.shop.example", 443, "/A"),
    "HTTPS://shop.example/a/b?c=d&e=%20": Place("shop.example", 443, "/a/b?c=d&e=%20"),
    "https://shop.example:8443?x": Place("shop.example", 8443, "/?x"),
    "https://xn--bcher-kva.example/": Place("xn--bcher-kva.example", 443, "/"),
    "https://my_shop.example:65535/": Place("my_shop.example", 65535, "/"),
    "https://93.184.215.14/hook": Place("93.184.215.14", 443, "/hook"),
    "https://1.shop.example//a": Place("1.shop.example", 443, "//a"),
}

BAD = {
    "": "characters",
    "https://shop.example/" + "a" * 2028: "characters",
    "https://shop.example/\n": "percent-encoded",
    " https://shop.example/": "percent-encoded",
    "https://bücher.example/": "percent-encoded",
    "https://shop.example\\@10.0.0.1/": "percent-encoded",
    "https://shop.example/a b": "percent-encoded",
    "http://shop.example/": "https",
    "ftp://shop.example/": "https",
    "shop.example/hook": "https",
    "//shop.example/": "https",
    "https:shop.example": "https",
    "https:/shop.example/": "https",
    "https:///shop.example": "host",
    "https://": "host",
    "https://?a": "host",
    "https://user@shop.example/": "user",
    "https://user:word@shop.example/": "user",
    "https://@shop.example/": "user",
    "https://shop.example:/": "port",
    "https://shop.example:0/": "port",
    "https://shop.example:65536/": "port",
    "https://shop.example:-1/": "port",
    "https://shop.example:4x/": "port",
    "https://shop.example:1:2/": "port",
    "https://shop%2eexample/": "host",
    "https://[::1/": "host",
    "https://[fe80::1%25eth0]/": "host",
    "https://[shop.example]/": "host",
    "https://[1:2]/": "in full",
    "https://shop.example/#part": "fragment",
    "https://shop.example/#": "fragment",
    "https://shop.example./": "DNS",
    "https://shop..example/": "DNS",
    "https://-shop.example/": "DNS",
    "https://shop,example/": "DNS",
    f"https://{'a' * 64}.example/": "DNS",
    f"https://{'a.' * 130}example/": "DNS",
    "https://2130706433/": "in full",
    "https://0x7f000001/": "in full",
    "https://127.1/": "in full",
    "https://0x7f.0.0.1/": "in full",
    "https://0177.0.0.1/": "in full",
    "https://8.8.8.8.8/": "in full",
    "https://shop.example.0x/": "in full",
    "https://127.0.0.1/": "no public address",
    "https://10.0.0.1:8443/": "no public address",
    "https://169.254.169.254/latest": "no public address",
    "https://[::1]/": "no public address",
    "https://[2606:4700:4700::1111]:444/": "by IPv4 alone",
    "https://[::ffff:8.8.8.8]/": "no public address",
    "https://[64:ff9b::7f00:1]/": "no public address",
    "https://localhost/": "no public name",
    "https://LOCALHOST:8443/": "no public name",
    "https://a.localhost/": "no public name",
    "https://localhost.localdomain/": "no public name",
    "https://printer.local/": "no public name",
    "https://metadata.google.internal/": "no public name",
    "https://nas.home.arpa/": "no public name",
    "https://intranet/": "no public name",
}

AT_HOME = (
    "https://localhost:8443/",
    "https://a.localhost/",
    "https://127.0.0.1/",
    "https://[::1]:9/",
)


@pytest.mark.parametrize("url", GOOD)
def test_what_is_public_and_whole_may_be_registered(url: str) -> None:
    """And its parts are what is connected to and asked for."""
    assert url_fault(url, loopback=False) is None
    assert place(url) == GOOD[url]


@pytest.mark.parametrize("url", BAD)
def test_what_is_not_is_refused_with_a_sentence(url: str) -> None:
    """The sentence says what to mend."""
    fault = url_fault(url, loopback=False)
    assert fault
    assert BAD[url] in fault
    assert fault.endswith(".")


@pytest.mark.parametrize("url", sorted({*BAD} - {*AT_HOME}))
def test_loopback_opens_this_machine_alone(url: str) -> None:
    """Its addresses and names, and nothing else of what is refused."""
    home = ("https://127.0.0.1/", "https://[::1]/", "https://LOCALHOST:8443/")
    opened = url_fault(url, loopback=True) is None
    assert opened is (url in {*home, "https://localhost/"})


@pytest.mark.parametrize("url", AT_HOME)
def test_this_machine_may_be_registered_where_loopback_may(url: str) -> None:
    """There, and nowhere else."""
    assert url_fault(url, loopback=True) is None
    assert url_fault(url, loopback=False)


def test_a_host_is_an_address_or_a_name() -> None:
    """The sender asks a name server for names alone."""
    assert str(place("https://93.184.215.14/").address) == "93.184.215.14"
    assert str(place("https://[::1]:8443/").address) == "::1"
    assert place("https://shop.example/").address is None


@pytest.mark.parametrize("url", ["http://shop.example/", "https://user@[shop/"])
def test_a_place_is_asked_of_good_addresses_alone(url: str) -> None:
    """Whoever did not look for a fault is told so."""
    with pytest.raises(ValueError, match="url_fault"):
        place(url)


@given(st.text(max_size=60) | st.text(max_size=60).map(lambda more: f"https://{more}"))
def test_any_text_is_judged_and_what_is_good_has_a_place(text: str) -> None:
    """Nothing is raised; a good one has a host and a port."""
    if url_fault(text, loopback=False) is None:
        found = place(text)
        assert found.host
        assert 0 < found.port <= 65535
        assert found.target.startswith("/")
