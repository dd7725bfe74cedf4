"""A merchant's endpoint and who signs for it, in memory."""

from collections import deque
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from runtime.domain.delivery import BusLane, Lane
from runtime.domain.merchant import Merchant
from runtime.domain.webhook import Webhook, WebhookSecret
from runtime.domain.webhook_ports import WebhookAnswer
from tests.fakes.faults import Faults

TAKEN = WebhookAnswer(204)
REFUSED = WebhookAnswer(500)
SILENT = WebhookAnswer(None, "timeout")
URL = "https://shop.example.com/hooks"
SECRET = "a2b3c4d5e6f7a2b3"


def telling(name: str = "acme", made_at: int = 1_795_000_000) -> Merchant:
    """A merchant with an endpoint."""
    secrets = (WebhookSecret(id=SECRET, made_at=made_at),)
    return Merchant(name=name, webhook=Webhook(url=URL, secrets=secrets, made_at=made_at))


class Posted(NamedTuple):
    """What came to an endpoint."""

    url: str
    headers: Mapping[str, str]
    body: bytes


class FakeSender:
    """The WebhookSender port: answers as ordered, and takes everything else."""

    def __init__(self) -> None:
        self.posted: list[Posted] = []
        self.answers: deque[WebhookAnswer] = deque()
        self.otherwise = TAKEN

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> WebhookAnswer:
        """The next answer."""
        self.posted.append(Posted(url, headers, body))
        return self.answers.popleft() if self.answers else self.otherwise


class FakeSigner(Faults):
    """The WebhookSigner port: a signature names what it is made of."""

    def sign(
        self, merchant: str, secret_ids: Sequence[str], event_id: str, at: int, body: bytes
    ) -> str:
        """One for each secret."""
        with self.strike("sign"):
            told = f"{merchant}.{event_id}.{at}.{len(body)}"
            return " ".join(f"v1,{each}.{told}" for each in secret_ids)


class FakeLanes(Faults):
    """The EventLanes port: remembers who was woken."""

    def __init__(self) -> None:
        super().__init__()
        self.woken: list[Lane | BusLane] = []

    def wake(self, lane: Lane | BusLane) -> None:
        """Once more."""
        with self.strike("wake"):
            self.woken.append(lane)
