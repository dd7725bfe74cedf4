"""Writes the page of webhooks and its vectors: `python -m docs_gen.webhooks`."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from docs_gen.webhook_vectors import TOLERANCE, vectors
from runtime.adapters.webhook_sender import SECONDS
from runtime.adapters.webhook_wire import LARGEST_ANSWER
from runtime.contract.timing import WEBHOOK_STEPS
from runtime.domain import delivery
from runtime.domain.webhook_url import LONGEST

DOCS: Final = Path(__file__).parents[1] / "docs"
EXAMPLES: Final = DOCS / "webhooks" / "examples"

LANGUAGES: Final[Mapping[str, tuple[str, str]]] = {
    "receiver.py": ("Python", "python"),
    "receiver.ts": ("TypeScript", "typescript"),
    "Receiver.java": ("Java", "java"),
    "receiver.go": ("Go", "go"),
}
"""A file → its language, as a reader and as the page's colours know it."""

WORDS: Final[Mapping[str, str]] = {
    "address_refused": "the address is none of those below, or its name leads to one that is not "
    "public",
    "name_unknown": "its name has no address",
    "connection_failed": "nobody listens, or the connection broke before an answer",
    "tls_failed": "no TLS, or a certificate that public authorities do not vouch for, that is over "
    "or another name's",
    "timeout": f"no answer within {SECONDS:.0f} s, from the look-up of the name on",
    "answer_unreadable": "what came is no HTTP, or its headers are longer than "
    f"{LARGEST_ANSWER // 1024} KB",
}
"""Each of FAILURES, as a merchant is told it."""

_UNITS: Final = ((3_600, "h"), (60, "min"), (1, "s"))


def span(seconds: int) -> str:
    """Seconds in hours, minutes or seconds: the largest that holds them whole."""
    size, unit = next(each for each in _UNITS if seconds % each[0] == 0)
    return f"{seconds // size} {unit}"


def page() -> str:
    """The page `docs/webhooks.md`."""
    return "\n".join([*_sent(), *_answers(), *_addresses(), *_secrets(), *_receivers()])


def _sent() -> Iterator[str]:
    yield from (
        "# Webhooks",
        "",
        "Made from the code by `make docs`.",
        "",
        "A merchant may have one endpoint, and each [event](events.md) of its payments is posted",
        "to it, signed as [Standard Webhooks](https://www.standardwebhooks.com/) says. An operator",
        "registers the endpoint and hands over its secret. Payments that were accepted before are",
        "not told by themselves; `GET /v1/events?payment=…` has their events.",
        "",
        "| sent | what it is |",
        "| --- | --- |",
        "| `webhook-id` | the event's `id`, the same at every attempt |",
        "| `webhook-timestamp` | when this attempt was made, Unix seconds |",
        "| `webhook-signature` | `v1,` and Base64, once for each secret, newest first, by spaces |",
        "| body | the event as `GET /v1/events/{id}` shows it, without `delivery`; JSON in ASCII |",
        "",
        "**At least once.** An event that was answered too late, or whose answer was lost, comes",
        "again: keep `webhook-id`, and ignore what you have.",
        "",
        "**In no promised order.** Of two events of a payment the one with the higher `version`",
        "happened later; keep the highest that you have seen, and let an older one change nothing.",
        "",
        "**Not the only way.** `GET /v1/events` lists all that was to be told in the last",
        f"{delivery.KEPT // 86_400} days, newest first, each with its `delivery`: whether the",
        "endpoint has it, how often it was sent, and what was answered. After an outage of yours,",
        "read there what you missed.",
        "",
    )


def _answers() -> Iterator[str]:
    steps = ", ".join(span(each) for each in WEBHOOK_STEPS)
    rest, longest = span(delivery.REST), span(delivery.LONGEST_REST)
    yield from (
        "## What to answer",
        "",
        f"Any status from 200 to 299, within {SECONDS:.0f} s: the event is yours, so keep it first",
        "and work on it afterwards. The body of the answer is not looked at. Everything else is a",
        "failure, and the event is sent again:",
        "",
        f"- {steps} after one failure and the next, and up to {delivery.SPREAD:.0%} later;",
        f"  after {len(WEBHOOK_STEPS) + 1} attempts it is given up, and an operator is told.",
        f"- After {delivery.STREAK} failures in a row the endpoint rests for {rest}, then twice as",
        f"  long each time, at most {longest}; then one event is tried.",
        f"- After {span(delivery.PAUSED_AFTER)} of nothing but failures, or at once after",
        f"  {delivery.GONE} (Gone), it is paused, and an operator is told. Once in",
        f"  {longest} one event is tried, another each time, and the first that is taken ends the",
        f"  pause. Meanwhile events wait, for {delivery.KEPT // 86_400} days at most.",
        "- A redirect (3xx) is a failure: none is followed.",
        "",
        "Where there was no answer, `delivery.last_answer` is one of these words:",
        "",
        "| word | meaning |",
        "| --- | --- |",
        *(f"| `{word}` | {meant} |" for word, meant in WORDS.items()),
        "| `not_in_ledger` | our own records did not show the event; it was not sent |",
        "",
    )


def _addresses() -> Iterator[str]:
    yield from (
        "## Which addresses",
        "",
        f"`https://`, at most {LONGEST} characters, any port; no user, no password, no fragment.",
        "The name is resolved once for each attempt; if any of its addresses is not public",
        "(private, loopback, link-local, multicast, reserved, or an IPv4 address in an IPv6 one),",
        "nothing is sent. A literal address must be public and written in full. It needs an",
        "address of IPv4: where it has IPv6 alone, the answer is `connection_failed`.",
        "",
        "Events come from addresses of AWS that change: believe the signature, not the address.",
        "",
    )


def _secrets() -> Iterator[str]:
    yield from (
        "## Secrets",
        "",
        "`whsec_` and the Base64 of 32 bytes. The operator makes a new one on demand, and from",
        "then on every event is signed by both; take the new one into use, then have the old one",
        "ended. A receiver with either of them accepts every event meanwhile. A secret that others",
        "have seen is ended at once.",
        "",
        "## Verify",
        "",
        "Over the bytes of the body as they came, before they are parsed:",
        "",
        f"1. `webhook-timestamp` is a whole number, at most {span(TOLERANCE)} from your clock,",
        "   either way.",
        "2. HMAC-SHA256 with the secret's 32 bytes over `webhook-id`, a dot, `webhook-timestamp`,",
        "   a dot and the body; in Base64, after `v1,`.",
        "3. One of the signatures in `webhook-signature` equals it, compared in constant time.",
        "   Others, and those of other versions, are not looked at.",
        "",
        "The libraries of Standard Webhooks do all of it; their `whsec_` is ours.",
        "[vectors.json](webhooks/vectors.json) has events, right and wrong ones, with the verdict",
        "of a right receiver at its `now`. Tests hold them against the libraries for Python and",
        "JavaScript, and run each receiver below against them.",
        "",
    )


def _receivers() -> Iterator[str]:
    for name, (language, colours) in LANGUAGES.items():
        yield from (
            f"### {language}",
            "",
            f"[{name}](webhooks/examples/{name})",
            "",
            f"```{colours}",
            (EXAMPLES / name).read_text().rstrip("\n"),
            "```",
            "",
        )


def write(docs: Path = DOCS) -> None:
    """The page, and the vectors beside it."""
    (docs / "webhooks").mkdir(exist_ok=True)
    (docs / "webhooks.md").write_text(page())
    (docs / "webhooks" / "vectors.json").write_text(json.dumps(vectors(), indent=2) + "\n")


if __name__ == "__main__":
    write()
