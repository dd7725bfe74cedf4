"""The PSP's events: early, late, twice, forged, about nobody, and again until they are answered."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from runtime.domain.errors import SignatureInvalidError
from runtime.domain.payment import PAYMENT_ID
from runtime.domain.psp import WebhookEvent
from runtime.use_cases.receive_webhook import ReceiveWebhookPorts, receive_webhook
from simulator.invocation import Invocation
from simulator.ports import SimMessageQueue

if TYPE_CHECKING:
    from simulator.harness import Harness

LASTS: Final = 30
"""Seconds of the receiver."""
TWICE: Final = 2
"""Events of one change: they may be as many, with something else between them."""
FORGED: Final = 0.2
"""Chance that somebody else tells the same, besides."""
LATEST: Final = (0, 5, 900)
"""Seconds within which an event leaves."""
REPEATS: Final = 8
LONGEST_PAUSE: Final = 3_600
"""An event that was not answered comes again, so often and with at most such pauses."""


def announce(harness: "Harness", payment_id: str) -> None:
    """Something changed at the PSP: plan what it tells us of it."""
    fault_injection = harness.fault_injection
    for _ in range(TWICE):
        if fault_injection.chance(harness.options.events):
            for forged in (False, True)[: 1 + fault_injection.chance(FORGED)]:
                deliver = partial(deliver_webhook, harness, payment_id, forged=forged)
                harness.scheduler.after(
                    fault_injection.within(0, fault_injection.rng.choice(LATEST)), deliver
                )


def deliver_webhook(
    harness: "Harness", about: str | None, *, forged: bool = False, tries: int = 0
) -> None:
    """One event arrives now."""
    harness.scheduler.start(partial(_hear, harness, about, forged=forged, tries=tries))


class SimEvents:
    """The WebhookParser port: what is signed by its own hash counts as signed by the PSP."""

    def __init__(self, run: Invocation) -> None:
        self._run = run

    def parse(self, headers: Mapping[str, Sequence[str]], raw: bytes) -> WebhookEvent:
        """The event, where the signature fits.

        Raises:
            SignatureInvalidError: none of the stack's secrets has signed it, or too long ago.
            UnavailableError: no answer; the same call may be made again.
        """
        return self._run.call("events", "parse", lambda: _read(headers, raw))


def _read(headers: Mapping[str, Sequence[str]], raw: bytes) -> WebhookEvent:
    if list(headers["signature"]) != [_sign(raw)]:
        raise SignatureInvalidError
    return WebhookEvent("evt_1", "changed", json.loads(raw)["payment_id"])


def _sign(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _hear(harness: "Harness", about: str | None, *, forged: bool, tries: int) -> None:
    run = Invocation(harness, "receiver", LASTS)
    ports = ReceiveWebhookPorts(SimEvents(run), SimMessageQueue(run, harness.queue), run)
    raw = json.dumps({"payment_id": about}).encode()
    headers = {"signature": [_sign(b"another" if forged else raw)]}
    row = harness.observed.row(about or "")
    answered = False
    try:
        receive_webhook(headers, raw, ports)
        answered = True
        harness.judge(list(_wrong(run, about, forged=forged)))
        harness.coverage.counts["webhooks received"] += 1
        harness.coverage.counts["events before the answer"] += bool(row and row.open_attempt)
    except SignatureInvalidError:
        answered = True
        harness.coverage.counts["events forged"] += forged
        harness.judge([] if forged else [f"events: {run.request_id} refused what the PSP signed."])
    except Exception as error:  # noqa: BLE001 - what was not injected is judged.
        if error not in run.injected:
            harness.judge([f"events: {run.request_id} broke on {about!r}: {error!r}."])
    finally:
        if not answered and not harness.scheduler.closed and tries < REPEATS:
            pause = harness.fault_injection.within(1, min(60 * 2**tries, LONGEST_PAUSE))
            again = partial(deliver_webhook, harness, about, forged=forged, tries=tries + 1)
            harness.scheduler.after(pause, again)


def _wrong(run: Invocation, about: str | None, *, forged: bool) -> Sequence[str]:
    """What must not be behind an event that was answered with 200."""
    if forged:
        return [f"events: {run.request_id} believed what nobody signed."]
    if PAYMENT_ID.fullmatch(about or "") and not run.told:
        return [f"I16: {run.request_id} answered an event and told nobody."]
    return []
