"""Merchants' endpoints: what each answers, what it was sent and took, and the secrets it trusts."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple
from zlib import crc32

from runtime.domain.merchant import Merchant
from runtime.domain.webhook import SECRET_AGE, Webhook, WebhookSecret
from runtime.domain.webhook_ports import WebhookAnswer

if TYPE_CHECKING:
    from simulator.harness import Harness

MERCHANTS: Final = ("acme", "bolt")

LETTERS: Final = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
"""A secret's id has letters only; digits become some."""

WAITS: Final = 10
"""Seconds after which whoever sends has no answer."""


class EndpointFate(NamedTuple):
    """What becomes of one event that comes."""

    takes: bool
    answer: WebhookAnswer
    seconds: int = 0
    """How long its answer takes."""


FATES: Final[Mapping[str, EndpointFate]] = {
    "takes": EndpointFate(takes=True, answer=WebhookAnswer(200)),
    "takes slowly": EndpointFate(takes=True, answer=WebhookAnswer(204), seconds=WAITS - 1),
    "refuses": EndpointFate(takes=False, answer=WebhookAnswer(500)),
    "hangs": EndpointFate(takes=False, answer=WebhookAnswer(None, "timeout"), seconds=WAITS),
    "answers too late": EndpointFate(
        takes=True, answer=WebhookAnswer(None, "timeout"), seconds=WAITS
    ),
    "takes and dies": EndpointFate(takes=True, answer=WebhookAnswer(None, "connection_failed")),
    "is not there": EndpointFate(takes=False, answer=WebhookAnswer(None, "connection_failed")),
    "leads elsewhere": EndpointFate(takes=False, answer=WebhookAnswer(302)),
    "is gone": EndpointFate(takes=False, answer=WebhookAnswer(410)),
}
DRAWN: Final = tuple(name for name in FATES if name not in {"takes", "is gone"})
"""What it does by chance, where it fails."""


@dataclass
class Endpoint:
    """One merchant's, and who sends to it."""

    merchant: Merchant
    """As the directory has it; without `webhook`, nothing is to come."""
    trusted: set[str] = field(default_factory=set)
    """The secrets whose signatures it believes."""
    sent: Counter[str] = field(default_factory=Counter)
    """Event → how often it came."""
    took: Counter[str] = field(default_factory=Counter)
    """Event → how often it was taken."""
    rung: Counter[str] = field(default_factory=Counter)
    """Metric → how often it was counted for this merchant."""
    failed: dict[str, int] = field(default_factory=dict)
    """Event → when it was refused last, in a run that could write all it wanted to."""
    free_since: int = 0
    """From when more than a trial may be sent to it: it was set, or found well again."""
    told: set[str] = field(default_factory=set)
    """Ids of the mails about a pause that came to its contact, or never can."""
    lanes: set[int] = field(default_factory=set)
    """Those that somebody works on."""

    def secret(self, harness: "Harness") -> WebhookSecret:
        """A new one, which the endpoint trusts besides."""
        number = harness.next_number()
        letters = f"{number:016x}".translate(LETTERS)
        self.trusted.add(letters)
        return WebhookSecret(id=letters, made_at=harness.scheduler.now)

    def set(self, harness: "Harness", *, old: bool = False) -> None:
        """Have the merchant told from now on."""
        if self.merchant.webhook is not None:
            return
        self.free_since = harness.scheduler.now
        secret = self.secret(harness)
        if old:
            secret = secret.model_copy(update={"made_at": secret.made_at - SECRET_AGE - 86_400})
        url = f"https://{self.merchant.name}.example.com/{secret.id}"
        webhook = Webhook(
            url=url,
            contact=f"{self.merchant.name}@example.com",
            secrets=(secret,),
            made_at=harness.scheduler.now,
        )
        self.merchant = self.merchant.with_webhook(webhook)


def named(name: str) -> Endpoint:
    """A merchant that has none yet."""
    return Endpoint(Merchant(name=name))


class Troubles:
    """Decides what an endpoint does with what comes."""

    def __init__(self, harness: "Harness") -> None:
        self.on = True
        self._harness = harness
        self._start = harness.scheduler.now

    def fate(self, merchant: str, event_id: str) -> EndpointFate:
        """Of this event, now."""
        name = self._harness.scripted("endpoint") or self._drawn(merchant, event_id)
        self._harness.coverage.counts[f"endpoints: one {name}"] += 1
        return FATES[name]

    def _drawn(self, merchant: str, event_id: str) -> str:
        options, rng = self._harness.options.endpoints, self._harness.endpoint_rng
        if merchant in options.dead:
            return "is not there"
        if not self.on:
            return "takes"
        passed = self._harness.scheduler.now - self._start
        if any(who == merchant and start <= passed < end for who, start, end in options.down):
            return "is not there"
        if crc32(event_id.encode()) % 100 < options.picky:
            return "refuses"
        if rng.random() < options.gone:
            return "is gone"
        return rng.choice(DRAWN) if rng.random() < options.fails else "takes"


def signature(merchant: str, secret_id: str, event_id: str, at: int, body: bytes) -> str:
    """What only who knows the secret can make."""
    text = f"{merchant}|{secret_id}|{event_id}|{at}|".encode() + body
    return hashlib.sha256(text).hexdigest()


def signatures(
    merchant: str, secret_ids: Sequence[str], event_id: str, at: int, body: bytes
) -> str:
    """The header, with one for each secret."""
    return " ".join(signature(merchant, each, event_id, at, body) for each in secret_ids)


def disbelieved(endpoint: Endpoint, headers: Mapping[str, str], body: bytes) -> Iterator[str]:
    """Why an endpoint does not believe what came."""
    said = headers["Webhook-Signature"].split(" ")
    event_id, at = headers["Webhook-Id"], int(headers["Webhook-Timestamp"])
    name = endpoint.merchant.name
    if not {signature(name, one, event_id, at, body) for one in endpoint.trusted} & set(said):
        yield f"{event_id} is signed with no secret that {name} trusts"
