"""What a run really saw: a run that saw nothing of a kind proves nothing about it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from runtime.contract.currencies import CURRENCIES
from runtime.domain.delivery import BUS_LANES, bus_lane
from runtime.domain.email_event import Reason
from runtime.domain.ledger import EntryType
from runtime.domain.payment import (
    DAY_SHARDS,
    OPEN_SHARDS,
    Payment,
    Status,
)
from runtime.domain.psp import OutcomeKind
from runtime.domain.state_machine import Change, Transition
from simulator.book import CARDS, KEPT
from simulator.bus import FATES as BUS_FATES
from simulator.clients import LOCALES
from simulator.contradictions import CONTRADICTIONS, LIES, OTHER_AT_CREATE
from simulator.endpoints import FATES
from simulator.hands import WRONG
from simulator.psp import CHARGE_FATES, METHODS, OTHER_FATES

NAMES: Final = {Status.QUEUED: "accepted", Status.REQUIRES_REVIEW: "parked"}

PARTITIONS: Final = (
    *(f"payments in shard {shard}" for shard in range(OPEN_SHARDS)),
    *(f"payments in day part {part}" for part in range(DAY_SHARDS)),
    *(f"payments in lane {lane} of the bus" for lane in range(BUS_LANES)),
    *(f"payments in {currency}" for currency in CURRENCIES),
    *(f"payments of {locale}" for locale in LOCALES),
)
"""Whatever divides payments: code that leaves one part out must be seen to."""

PARKED_IN: Final = (Status.QUEUED, Status.PROCESSING, Status.VERIFYING)
"""Where a changed row may still be charged, or booked."""

NEEDED: Final = (
    "messages delivered twice",
    "messages delivered again",
    "messages purged",
    "messages parked in a dead-letter queue",
    "dead letters processed",
    "books compared",
    "lost replies after commit",
    "commits refused for another's",
    "unknown outcomes resolved by a read",
    "reads that lagged",
    "late confirms that landed",
    "late confirms refused",
    "leases that ran out",
    "mails whose answer was lost",
    "mails sent twice",
    "mails refused for the account",
    "mails bounced",
    "mails suppressed",
    "mails complained",
    "mails rendering_failed",
    "mails rejected",
    "mails answered by a machine",
    "events that overtook the notifier",
    "events about a mail that is not the record's",
    "payments accepted",
    "payments succeeded",
    "payments failed",
    "payments canceled",
    "payments parked",
    "differences paid_after_failed",
    "differences unread",
    "differences left_over",
    "failures that the PSP keeps",
    "payments whose window passed",
    "keys reused for another body",
    "requests repeated",
    "5xx answers",
    "sweeps that moved a payment",
    "circuit opened: failing",
    "circuit opened: rate_limited",
    "circuit opened: locked_out",
    "circuit probes",
    "circuit probes that failed",
    "circuit probes given back",
    "circuit probes of dead workers followed",
    "circuit closed",
    "circuit changes refused for another's",
    "messages that waited for the circuit",
    "calls that did not fit",
    "histories with times of their own",
    "resolutions to succeeded",
    "resolutions to failed",
    "resolutions contradicted",
    "resolutions not explained",
    "resolutions proposed",
    "people who can't confirm themselves",
    "mails asked for again",
    "erasures",
    "erasures refused",
    "payers erased",
    "mails taken back by an erasure",
    "payers expired",
    "payments that a run passed",
    "dead letters redriven",
    "webhooks received",
    "webhooks without news",
    "events passed on again",
    "events forged",
    "events before the answer",
    "clocks that were minutes wrong",
    "answers that came slowly",
    *(f"psp.charge {fate}" for fate in dict.fromkeys(CHARGE_FATES)),
    *(f"psp.prepare {fate}" for fate in dict.fromkeys(OTHER_FATES)),
    *(f"psp.lookup {fate}" for fate in dict.fromkeys(OTHER_FATES)),
    *(f"psp.{method} {fate}" for method in METHODS for fate in KEPT),
    "psp.cancel timeout after",
    *(f"charges of {card}" for card in CARDS if card != "pm_unusable"),
    *PARTITIONS,
    *(f"rows changed: {term}" for term in WRONG),
    *(f"rows changed while {status}" for status in Status),
    *(f"changed rows parked while {status}" for status in PARKED_IN),
    "changed rows that the night named",
    "mails withheld for changed rows",
    *(f"charges of {card}" for card in CONTRADICTIONS if card != OTHER_AT_CREATE),
    *(f"contradictions read: {card}" for card in LIES),
    f"creates of {OTHER_AT_CREATE}",
    *(f"endpoints: one {fate}" for fate in FATES),
    "endpoints that rest",
    "endpoints paused",
    "paused endpoints that are well again",
    "contacts told of a pause",
    "endpoints taken away",
    "secrets replaced",
    "events that came again",
    "events given up",
    "events asked for again",
    "lanes woken by a sweep",
    *(f"bus: one {name}" for name in BUS_FATES if name != "refuses one"),
    "events put on the bus",
    "events put on the bus again",
    "events refused by the bus",
    "events looked for again for the bus",
    "events given up for the bus",
    "events asked for again on the bus",
    "requests of a bus that is away",
    "lanes of the bus woken by a sweep",
)


def partitions(payment: Payment) -> list[str]:
    """The parts of `PARTITIONS` that a payment lies in."""
    return [
        f"payments in shard {payment.open_shard}",
        f"payments in day part {payment.day_key.rpartition('#')[2]}",
        f"payments in {payment.currency}",
        f"payments of {payment.locale}",
        *(
            [f"payments in lane {bus_lane(payment.payment_id).number} of the bus"]
            if payment.on_bus
            else []
        ),
    ]


OFTEN: Final = 200
"""A process that passed a point so often, where processes may die, must have died there too;
at the rarer ones `crash_points.py` kills it, once each."""


@dataclass
class Coverage:
    """Counters, and crashes by the point at which they happened."""

    counts: Counter[str] = field(default_factory=Counter)
    crashes: Counter[str] = field(default_factory=Counter)
    passed: Counter[str] = field(default_factory=Counter)
    """Points, and how often a process might have died there."""

    def crash(self, point: str) -> None:
        """A process died."""
        self.counts["crashes"] += 1
        self.crashes[point] += 1

    def change(self, change: Change) -> None:
        """The ledger took a change."""
        counts, after, before = self.counts, change.after, change.before
        for entry in change.entries:
            transition = entry.data.get("transition")
            if transition == Transition.READ_BACK and before and before.open_attempt:
                started = before.attempts[-1].started_at
                counts["leases that ran out"] += after.error is not None and (
                    entry.at >= (before.lease_until or 0) > started
                )
        if before is None:
            counts.update(partitions(after))
        if before is None or after.status is not before.status:
            counts[f"payments {NAMES.get(after.status, after.status)}"] += 1
        window = after.error is not None and after.error.code == "charge_window_passed"
        counts["payments whose window passed"] += window and after.status is Status.FAILED
        self._word(change)
        decided = {Transition.SUCCEED, Transition.FAIL, Transition.TRY_AGAIN} & {
            entry.data.get("transition") for entry in change.entries
        }
        unknown = bool(after.attempts) and after.attempts[-1].outcome == OutcomeKind.UNKNOWN
        counts["unknown outcomes resolved by a read"] += bool(decided) and unknown

    def _word(self, change: Change) -> None:
        """Whose word counted: a row or a record that was not believed."""
        for entry in change.entries:
            if change.before and entry.data.get("error") == "terms_changed":
                self.counts[f"changed rows parked while {change.before.status}"] += 1
            self.counts["resolutions proposed"] += entry.type is EntryType.PROPOSED
            if entry.type is EntryType.ERASED:
                self.counts["payers erased"] += 1
                self.counts["mails taken back by an erasure"] += len(change.entries) > 1
            if entry.data.get("reason") == Reason.TERMS_CHANGED:
                self.counts["mails withheld for changed rows"] += 1
            if entry.data.get("error") == "verification_mismatch":
                self.counts["contradictions and differences parked"] += 1

    def add(self, other: "Coverage") -> None:
        """Take another run's counts in."""
        self.counts.update(other.counts)
        self.crashes.update(other.crashes)
        self.passed.update(other.passed)

    def died_nowhere(self) -> list[str]:
        """Points that were passed often and never died at."""
        often = (point for point, times in self.passed.items() if times >= OFTEN)
        return [point for point in often if not self.crashes[point]]

    def missing(self) -> list[str]:
        """What was never seen, and so is no evidence."""
        survived = [f"a death {point}" for point in sorted(self.died_nowhere())]
        return [name for name in NEEDED if not self.counts[name]] + survived
