"""An https endpoint of a topic: the bare emulator calls it, ours lets it confirm by itself."""

import asyncio
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from ministack.services import sns

from local.emulator.emulator import Emulator
from tests._serving import serving
from tests._wait import until

pytestmark = pytest.mark.emulator


class Endpoint(ThreadingHTTPServer):
    """Counts what it is sent, by kind."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Sent)
        self.kinds: list[str | None] = []
        self.url = f"http://127.0.0.1:{self.server_port}/pages"


class Sent(BaseHTTPRequestHandler):
    """One message."""

    server: Endpoint

    def do_POST(self) -> None:
        """Take it."""
        self.server.kinds.append(self.headers["x-amz-sns-message-type"])
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


@pytest.fixture(name="endpoint")
def _endpoint() -> Iterator[Endpoint]:
    with serving(Endpoint()) as server:
        yield server


def test_gap_an_address_is_called_and_its_subscription_not_named(endpoint: Endpoint) -> None:
    """Whoever asks for the ARN is told none, and the address is called, whosever it is."""

    async def subscribed() -> bytes:
        sns._create_topic({"Name": "pages"})
        topic = next(arn for arn in sns._topics if arn.endswith(":pages"))
        _, _, said = sns._subscribe(
            {
                "TopicArn": topic,
                "Protocol": "http",
                "Endpoint": endpoint.url,
                "ReturnSubscriptionArn": "true",
            }
        )
        while not endpoint.kinds:  # noqa: ASYNC110 - a list of another thread's
            await asyncio.sleep(0.01)
        return bytes(said)

    assert b"pending confirmation" in asyncio.run(asyncio.wait_for(subscribed(), 20))
    assert endpoint.kinds == ["SubscriptionConfirmation"]


def test_an_address_confirms_and_is_never_called(emulator: Emulator, endpoint: Endpoint) -> None:
    """The ARN is told, the subscription is confirmed, and nothing that is published goes out."""
    client = emulator.client("sns")
    topic = client.create_topic(Name="pages")["TopicArn"]
    asked = {"TopicArn": topic, "Protocol": "http", "Endpoint": endpoint.url}
    one = client.subscribe(**asked, ReturnSubscriptionArn=True)["SubscriptionArn"]
    assert client.subscribe(**asked, ReturnSubscriptionArn=True)["SubscriptionArn"] == one

    def attribute() -> bool:
        told = client.get_subscription_attributes(SubscriptionArn=one)["Attributes"]
        return bool(told["PendingConfirmation"] == "false")

    until(attribute, 20)
    client.publish(TopicArn=topic, Message="a page")
    client.publish(TopicArn=topic, Message="another")
    assert endpoint.kinds == []


def test_who_asks_for_no_arn_is_told_that_it_waits(emulator: Emulator, endpoint: Endpoint) -> None:
    """As on AWS."""
    client = emulator.client("sns")
    topic = client.create_topic(Name="unnamed")["TopicArn"]
    said = client.subscribe(TopicArn=topic, Protocol="http", Endpoint=endpoint.url)
    assert said["SubscriptionArn"] == "pending confirmation"
