"""Ports on loopback."""

import pytest

from local.lib.ports import HOST, PortInUseError, listen


def test_any_free_port() -> None:
    """Without a wish the socket listens on some port of 127.0.0.1."""
    with listen() as sock:
        host, port = sock.getsockname()
    assert (host, port > 0) == (HOST, True)


def test_a_port_in_use_is_a_sentence() -> None:
    """A taken port is refused by its number, with the way to choose another."""
    with listen() as sock:
        port = sock.getsockname()[1]
        with pytest.raises(PortInUseError) as caught:
            listen(port)
    assert caught.value.port == port
    assert str(port) in str(caught.value)
    assert f"for example {port + 1}" in str(caught.value)
    assert "--psp-port" in str(caught.value)
