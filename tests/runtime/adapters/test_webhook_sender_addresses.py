"""Where the sender goes: to public addresses, by the one that was looked at, and by none else."""

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from runtime.adapters.webhook_sender import HttpsWebhookSender
from runtime.domain.webhook_ports import WebhookAnswer
from tests.runtime.adapters._canned import http
from tests.runtime.adapters.endpoint import NAME, Endpoint, certified, hold, listening, saying

BODY = b'{"id": "evt_1"}'
PUBLIC = "93.184.215.14"
REFUSED = WebhookAnswer(None, "address_refused")


@pytest.fixture(name="certificate", scope="module")
def _certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certified(tmp_path_factory.mktemp("endpoint"), NAME)


@pytest.fixture(name="endpoint")
def _endpoint(certificate: Path) -> Iterator[Endpoint]:
    with listening(saying(http(b"")), certificate) as endpoint:
        yield endpoint


class Names:
    """A name server that gives one answer after the other, and keeps count."""

    def __init__(self, *answers: tuple[str, ...]) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> list[tuple[object, ...]]:
        """As `socket.getaddrinfo`."""
        self.asked.append(host)
        given = self._answers.pop(0)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in given]


class Wire:
    """A way out on which every address leads to this machine, and is written down."""

    def __init__(self) -> None:
        self.to: list[str] = []

    def __call__(self, address: tuple[str, int], seconds: float) -> socket.socket:
        """As `socket.create_connection`."""
        self.to.append(address[0])
        return socket.create_connection(("127.0.0.1", address[1]), seconds)


def post(
    endpoint: Endpoint, names: Callable[..., list[tuple[object, ...]]], **more: object
) -> tuple[WebhookAnswer, list[str]]:
    """One event to the endpoint's name, and the addresses that were connected to."""
    wire = Wire()
    how = {"loopback": False, "resolve": names, "connect": wire, **more}
    sender = HttpsWebhookSender(**how)  # type: ignore[arg-type]
    return sender.post(endpoint.url, {}, BODY), wire.to


@pytest.mark.parametrize(
    "given",
    [
        ("127.0.0.1",),
        ("10.0.0.5",),
        ("169.254.169.254",),
        ("::1",),
        ("fd00:ec2::254",),
        ("::ffff:93.184.215.14",),
        ("fe80::1%1",),
        (PUBLIC, "10.0.0.5"),
        ("192.168.0.1", PUBLIC),
    ],
)
def test_a_name_with_an_address_that_is_not_public_is_refused(
    endpoint: Endpoint, given: tuple[str, ...]
) -> None:
    """One is enough, wherever it stands in the answer; nobody is connected to."""
    assert post(endpoint, Names(given)) == (REFUSED, [])
    assert endpoint.connections == 0


@pytest.mark.parametrize("given", ["10.0.0.5", "169.254.169.254", "0.0.0.0", "::ffff:127.0.0.1"])  # noqa: S104
def test_loopback_opens_loopback_alone(endpoint: Endpoint, given: str) -> None:
    """The rest of the private network stays closed."""
    assert post(endpoint, Names((given,)), loopback=True) == (REFUSED, [])


def test_a_second_answer_of_the_name_server_changes_nothing(
    endpoint: Endpoint, certificate: Path
) -> None:
    """It is asked once for each event, and the connection is to what it said then."""
    names = Names(("127.0.0.1",), (PUBLIC,), ("127.0.0.2",))
    trusted = str(certificate)
    answer, to = post(endpoint, names, loopback=True, ca_file=trusted)
    assert (answer, to, names.asked) == (WebhookAnswer(200), ["127.0.0.1"], [NAME])
    answer, to = post(endpoint, names, loopback=False, ca_file=trusted)
    assert (to, names.asked) == ([PUBLIC], [NAME, NAME])


def test_an_address_by_ipv4_is_taken_first(endpoint: Endpoint) -> None:
    """A function has no way out by IPv6."""
    _, to = post(endpoint, Names(("2606:2800:21f:cb07:6820:80da:af6b:8b2c", PUBLIC)))
    assert to == [PUBLIC]


def test_what_vouches_for_this_machine_vouches_for_no_public_address(
    endpoint: Endpoint, certificate: Path
) -> None:
    """The same endpoint, the same file: at a public address its certificate is none."""
    how = {"loopback": True, "ca_file": str(certificate)}
    assert post(endpoint, Names(("127.0.0.1",)), **how)[0] == WebhookAnswer(200)
    assert post(endpoint, Names((PUBLIC,)), **how) == (WebhookAnswer(None, "tls_failed"), [PUBLIC])
    assert len(endpoint.requests) == 1


def test_without_a_file_this_machine_needs_a_public_certificate_too(endpoint: Endpoint) -> None:
    """There is no way around the check of a certificate."""
    answer, _ = post(endpoint, Names(("127.0.0.1",)), loopback=True)
    assert answer == WebhookAnswer(None, "tls_failed")
    assert endpoint.requests == []


def test_a_certificate_of_another_name_is_refused(
    tmp_path: Path, endpoint: Endpoint, certificate: Path
) -> None:
    """It is checked by the name that the merchant gave, not by the address."""
    how = {"loopback": True, "ca_file": str(certificate)}
    with listening(saying(http(b"")), certified(tmp_path, "other.example")) as other:
        trusted = {**how, "ca_file": str(tmp_path / "endpoint.pem")}
        answer, _ = post(other, Names(("127.0.0.1",)), **trusted)
    assert answer == WebhookAnswer(None, "tls_failed")
    assert post(endpoint, Names(("127.0.0.1",)), **how)[0] == WebhookAnswer(200)


def test_no_proxy_of_the_environment_is_asked(
    endpoint: Endpoint, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable of the function's does not lead events elsewhere."""
    with listening(hold, None) as proxy:
        for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        how = {"loopback": True, "ca_file": str(certificate)}
        assert post(endpoint, Names(("127.0.0.1",)), **how)[0] == WebhookAnswer(200)
        assert proxy.connections == 0


def test_a_name_without_an_address_is_unknown(endpoint: Endpoint) -> None:
    """Whether the name server says so, or says nothing."""

    def unknown(_: str, __: int) -> list[tuple[object, ...]]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    assert post(endpoint, unknown) == (WebhookAnswer(None, "name_unknown"), [])
    assert post(endpoint, Names(())) == (WebhookAnswer(None, "name_unknown"), [])


def test_a_name_server_that_does_not_answer_is_not_waited_for(endpoint: Endpoint) -> None:
    """The deadline is for the look-up too."""
    over = threading.Event()

    def never(_: str, __: int) -> list[tuple[object, ...]]:
        over.wait(30)
        return []

    answer, to = post(endpoint, never, seconds=0.2)
    assert (answer, to, over.is_set()) == (WebhookAnswer(None, "timeout"), [], False)
    over.set()


@pytest.mark.parametrize(
    "url", ["http://hooks.shop.example/", "https://10.0.0.5/", "https://localhost/", "", "https://"]
)
def test_an_address_that_may_not_be_registered_is_not_posted_to(url: str) -> None:
    """What was registered by an earlier rule, or past the command, is refused here again."""
    names, wire = Names(), Wire()
    sender = HttpsWebhookSender(loopback=False, resolve=names, connect=wire)
    assert sender.post(url, {}, BODY) == REFUSED
    assert (names.asked, wire.to) == ([], [])


def test_a_literal_address_asks_no_name_server(certificate: Path) -> None:
    """Its certificate is for the address."""
    names = Names()
    with listening(saying(http(b"")), certificate) as endpoint:
        sender = HttpsWebhookSender(loopback=True, ca_file=str(certificate), resolve=names)
        answer = sender.post(f"https://127.0.0.1:{endpoint.port}/", {}, BODY)
    assert (answer, names.asked) == (WebhookAnswer(200), [])
