"""The console behind a port of this machine."""

import socket
import threading
from http import HTTPStatus

import httpx2
import pytest

from tests.fakes.console_serving import serving
from tests.fakes.console_stack import FakeStack
from till.console.server import listening, serve
from till.lib.exits import CommandError


def test_the_console_answers_on_the_loopback_alone(stack: FakeStack) -> None:
    """By the link, with no word of what serves it."""
    with serving(stack) as session, httpx2.Client(trust_env=False) as client:
        opened = client.get(session.link, follow_redirects=True)
        assert opened.status_code == HTTPStatus.OK
        assert "Waits for a person" in opened.text
        assert "server" not in opened.headers
        assert session.host.startswith("127.0.0.1:")


def test_a_port_that_is_taken_is_told_in_words() -> None:
    """With the option that names another."""
    with listening(0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} can't be used .*--port"):
            listening(port)


def test_no_line_is_written_of_a_request(
    stack: FakeStack, capfd: pytest.CaptureFixture[str]
) -> None:
    """The first one holds the link's token."""
    with serving(stack) as session, httpx2.Client(trust_env=False) as client:
        client.get(session.link)
    said = capfd.readouterr()
    assert said.out + said.err == ""


def test_the_link_is_said_once_the_port_is_taken(stack: FakeStack) -> None:
    """So whoever opens it is answered; a thread of a test has no signals to wait for."""
    said: list[str] = []
    told = threading.Event()

    def say(text: str) -> None:
        said.append(text)
        told.set()

    threading.Thread(target=serve, args=(stack, 0, say), daemon=True).start()
    assert told.wait(10)
    link = next(word for word in said[0].split() if word.startswith("http://"))
    with socket.create_connection(("127.0.0.1", int(link.split(":")[2].partition("/")[0]))):
        assert "Ctrl-C ends it" in said[0]
