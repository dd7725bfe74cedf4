"""Starting, stopping and looking into the local provider."""

import contextlib
import socket
import time

import httpx
import pytest

from local.lib.ports import PortInUseError
from local.psp import running
from local.psp.app import LONGEST_HOLD


def test_a_taken_port_is_a_clear_error() -> None:
    """A port that somebody listens on is named in the error."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortInUseError, match=str(port)), running(port):
            pass


def test_nothing_listens_after_the_end() -> None:
    """Leaving the context ends the server, and another can take its port."""
    with running() as first:
        pass
    with pytest.raises(httpx.ConnectError):
        httpx.get(first.base_url)
    port = int(first.base_url.rsplit(":", 1)[1])
    with running(port) as second:
        assert second.book()["calls"] == []


def test_the_end_does_not_wait_for_a_held_answer() -> None:
    """A client that waits for an answer that never comes does not keep the server alive."""
    with contextlib.ExitStack() as after:
        with running() as psp:
            auth = {"Authorization": f"Bearer {psp.key}"}
            form = {
                "amount": "2500",
                "currency": "eur",
                "payment_method": "pm_local_timeout_after_charge",
                "allowed_payment_method_types[]": "card",
            }
            made = httpx.post(f"{psp.base_url}/v1/payment_intents", data=form, headers=auth)
            address = ("127.0.0.1", int(psp.base_url.rsplit(":", 1)[1]))
            client = after.enter_context(socket.create_connection(address))
            client.sendall(
                f"POST /v1/payment_intents/{made.json()['id']}/confirm HTTP/1.1\r\nHost: psp\r\n"
                f"Authorization: Bearer {psp.key}\r\nContent-Length: 0\r\n\r\n".encode()
            )
            while not psp.book()["captures"]:
                pass
            asked = time.monotonic()
        assert time.monotonic() - asked < LONGEST_HOLD / 2


def test_a_proxy_of_the_machine_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The PSP is on loopback, where no proxy leads."""
    with running() as psp:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, "http://127.0.0.1:1")
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        psp.set_mode(outage=False)
        assert psp.book()["calls"] == psp.sent_webhooks() == []
