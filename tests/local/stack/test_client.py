"""A merchant's backend, against a gateway that answers what the test says."""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count

import httpx
import pytest
from tenacity.wait import wait_none

from local.stack.client import REPEATS, MerchantClient, NoAnswerError
from local.stack.invariants import NO_ANSWER
from tests._serving import serving

BODY = {"b": 1, "a": 2}


class Gateway(ThreadingHTTPServer):
    """Gives a token to who knows the secret, and each request the next of its statuses."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.statuses: list[int] = []
        self.life = 900
        """Seconds that a token lives."""
        self._tokens = count(1)
        self.received: list[tuple[str, str, str | None, str | None]] = []
        """Method, path, key and authorization of each request."""

    def token(self) -> str:
        """Another one each time."""
        return f"token-{next(self._tokens)}"

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    """One request."""

    server: Gateway

    def do_POST(self) -> None:
        """A token, a payment or a cancellation."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path != "/token":
            self._answer()
        elif self.headers["Authorization"] == httpx.BasicAuth("me", "secret")._auth_header:
            self._send(200, {"access_token": self.server.token(), "expires_in": self.server.life})
        else:
            self._send(400, {"error": "invalid_client"})

    def do_GET(self) -> None:
        """A payment."""
        self._answer()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""

    def _answer(self) -> None:
        key, token = self.headers["Idempotency-Key"], self.headers["Authorization"]
        self.server.received.append((self.command, self.path, key, token))
        status = self.server.statuses.pop(0)
        if status == NO_ANSWER:
            self.close_connection = True
            return
        self._send(status, {"id": "pay_1"})

    def _send(self, status: int, body: Mapping[str, str | int]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    """A server on a free port."""
    with serving(Gateway()) as server:
        yield server


@pytest.fixture
def client(gateway: Gateway) -> Iterator[MerchantClient]:
    """A merchant who knows the secret."""
    urls = gateway.url, f"{gateway.url}/token"
    client = MerchantClient("acme", *urls, "me", "secret", pauses=wait_none())
    with closing(client):
        yield client


def test_a_payment_is_remembered(gateway: Gateway, client: MerchantClient) -> None:
    """Who asked with which key, for what, and what came back in how many seconds."""
    gateway.statuses = [202]
    assert client.pay(BODY, "one").status_code == 202
    (answer,) = client.answers
    assert (answer.merchant, answer.key, answer.payment_id) == ("acme", "one", "pay_1")
    assert (answer.http_status, answer.body) == (202, '{"a": 2, "b": 1}')
    assert len(client.seconds) == 1
    assert gateway.received == [("POST", "/v1/payments", "one", "Bearer token-1")]


@pytest.mark.parametrize(("life", "tokens"), [(900, ["1", "1"]), (0, ["1", "2"])])
def test_a_token_is_renewed_before_it_is_over(
    gateway: Gateway, client: MerchantClient, life: int, tokens: list[str]
) -> None:
    """A backend runs for longer than a token lives, and asks for no new one until it must."""
    gateway.life, gateway.statuses = life, [202, 202]
    client.pay(BODY, "one")
    client.pay(BODY, "two")
    assert [token for *_, token in gateway.received] == [f"Bearer token-{one}" for one in tokens]


def test_an_answer_that_says_nothing_is_asked_again(
    gateway: Gateway, client: MerchantClient
) -> None:
    """After a 5xx the same key finds out, a few times; every answer is remembered."""
    gateway.statuses = [500, 202]
    assert client.pay(BODY, "again").status_code == 202
    gateway.statuses = [504] * REPEATS
    assert client.pay(BODY, "never").status_code == 504
    assert [answer.http_status for answer in client.answers] == [500, 202] + [504] * REPEATS
    assert {key for _, _, key, _ in gateway.received[:2]} == {"again"}


def test_no_answer_is_asked_again(gateway: Gateway, client: MerchantClient) -> None:
    """A connection that ends without an answer is asked again with its key, and counted."""
    gateway.statuses = [NO_ANSWER, 504, 202]
    assert client.pay(BODY, "again").status_code == 202
    assert [key for _, _, key, _ in gateway.received] == ["again"] * 3
    assert client.unanswered() == {NO_ANSWER: 1, 504: 1}
    assert [answer.payment_id for answer in client.answers] == [None, "pay_1", "pay_1"]


def test_a_gateway_that_never_answers_is_a_sentence(
    gateway: Gateway, client: MerchantClient
) -> None:
    """After the last repeat the sentence names the key, and what to do."""
    gateway.statuses = [NO_ANSWER] * REPEATS
    with pytest.raises(NoAnswerError, match=r"did not answer the payment lost, .* too busy: end"):
        client.pay(BODY, "lost")
    assert client.unanswered() == {NO_ANSWER: REPEATS}


def test_a_read_is_repeated_and_then_a_sentence(gateway: Gateway, client: MerchantClient) -> None:
    """A look at a payment survives a lost answer and a 504, and ends in words."""
    gateway.statuses = [NO_ANSWER, 504, 200]
    assert client.payment("pay_1") == {"id": "pay_1"}
    gateway.statuses = [NO_ANSWER] * REPEATS
    with pytest.raises(NoAnswerError, match="did not answer the look at pay_1"):
        client.payment("pay_1")


def test_an_answer_without_a_payment_is_a_sentence(client: MerchantClient) -> None:
    """Of a gateway's own 504, which may be no JSON, the sentence names the status."""
    assert client.accepted(httpx.Response(202, json={"id": "pay_1"})) == "pay_1"
    with pytest.raises(NoAnswerError, match="with 504 and names none"):
        client.accepted(httpx.Response(504, text="<html>"))


def test_a_refusal_is_not_repeated(gateway: Gateway, client: MerchantClient) -> None:
    """A 4xx is an answer."""
    gateway.statuses = [422]
    assert client.pay(BODY, "one").status_code == 422
    assert len(gateway.received) == 1


def test_a_payment_is_looked_up_and_canceled(gateway: Gateway, client: MerchantClient) -> None:
    """The other two calls go where the API has them."""
    gateway.statuses = [200, 409, 404]
    assert client.payment("pay_1") == {"id": "pay_1"}
    assert client.cancel("pay_1").status_code == 409
    with pytest.raises(httpx.HTTPStatusError):
        client.payment("pay_2")
    assert [(method, path) for method, path, _, _ in gateway.received] == [
        ("GET", "/v1/payments/pay_1"),
        ("POST", "/v1/payments/pay_1/cancel"),
        ("GET", "/v1/payments/pay_2"),
    ]


def test_a_cancellation_is_repeated_and_then_a_sentence(
    gateway: Gateway, client: MerchantClient
) -> None:
    """It is answered the same however often it is asked, so a 504 is asked again."""
    gateway.statuses = [504, NO_ANSWER, 200]
    assert client.cancel("pay_1").status_code == 200
    gateway.statuses = [NO_ANSWER] * REPEATS
    with pytest.raises(NoAnswerError, match="did not answer the cancellation of pay_1"):
        client.cancel("pay_1")


def test_a_wrong_secret_gets_no_token(client: MerchantClient) -> None:
    """The token endpoint's refusal is an error, not an empty token."""
    client.client_secret = "wrong"
    with pytest.raises(httpx.HTTPStatusError):
        client.token()
