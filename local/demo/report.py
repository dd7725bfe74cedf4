"""How the demo looks: tables for a person, on the terminal and in the README's picture."""

import io
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console, RenderableType
from rich.table import Table

from local.demo.scenarios import Scenario
from local.receiver.shop import Heard, Outcome
from local.stack.invariants import InvariantResult
from local.stack.snapshot import AcceptedMail

COLOURS = {"succeeded": "green", "failed": "red", "requires_review": "yellow"}
WIDTH = 110
FETCHED_FONT = re.compile(r"@font-face \{.*?\}", re.DOTALL)


class Screen:
    """Prints to the terminal, and keeps what stays on it for the picture."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self._picture = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)

    def show(self, *shown: RenderableType) -> None:
        """Print, here and in the picture."""
        for part in shown:
            self.console.print(part)
            self._picture.print(part)

    def save(self, path: Path) -> None:
        """Write the picture as SVG, in the reader's own fixed-width font: nothing is fetched."""
        picture = self._picture.export_svg(title="make demo")
        path.write_text(FETCHED_FONT.sub("", picture), encoding="utf-8")


def payments(scenarios: Sequence[Scenario], seen: Sequence[Mapping[str, Any]]) -> Table:
    """The scenarios' payments as the gateway shows them now."""
    table = Table(title="Payments through the gateway", title_justify="left")
    for column in ("payment", "what happens at the PSP", "status", "attempts", "error", "mail"):
        table.add_column(column, no_wrap=column == "payment")
    for scenario, payment in zip(scenarios, seen, strict=True):
        error = payment["last_payment_error"] or {}
        table.add_row(
            payment["id"][:12] + "…",
            scenario.title,
            coloured(payment["status"]),
            f"{payment['attempt_count']} of {payment['max_attempts']}",
            error.get("code") or "",
            payment["notification"]["status"],
        )
    return table


def latencies(
    seconds: Sequence[float],
    burst: tuple[int, int],
    limit: float,
    unanswered: Mapping[int, int],
) -> Table:
    """How long each answer to so many payments and clients took, beside the gateway's limit.

    It took longer where the call waited for its turn, or for a worker to start.
    """
    payments, clients = burst
    again = ", ".join(
        f"{count} times {status or 'no answer'}" for status, count in sorted(unanswered.items())
    )
    # One answer alone is all of its quantiles.
    several = seconds if len(seconds) > 1 else [*seconds, *seconds]
    cuts = statistics.quantiles(several, n=100, method="inclusive")
    table = Table(
        title=f"{payments} payments from {clients} parallel clients",
        title_justify="left",
        caption="The limit counts from a warm worker on; here a call waits for its turn before.",
        caption_justify="left",
    )
    for column in ("p50", "p99", "max", "gateway's limit"):
        table.add_column(column, justify="right")
    table.add_column("asked again with the key")
    table.add_row(
        *(f"{value * 1000:.0f} ms" for value in (cuts[49], cuts[98], max(seconds))),
        f"{limit * 1000:.0f} ms",
        again or "none",
    )
    return table


def mails(found: Iterable[AcceptedMail]) -> Table:
    """One mail of each template."""
    table = Table(title="Mails that SES accepted (one of each kind)", title_justify="left")
    for column in ("template", "to", "subject"):
        table.add_column(column)
    by_template = {mail.template: mail for mail in found}
    for template, mail in sorted(by_template.items()):
        table.add_row(template, mail.to, mail.subject)
    return table


def events(heard: Sequence[Heard]) -> Table:
    """What merchants' backends heard of each type, and what became of it."""
    table = Table(
        title="Signed events at the merchants' endpoints",
        title_justify="left",
        caption="Verified by the library of Standard Webhooks; a repeat is known by its id.",
        caption_justify="left",
    )
    table.add_column("event")
    outcomes = list(Outcome)
    for outcome in outcomes:
        table.add_column(outcome, justify="right")
    counts = Counter((one.event.get("type", "unsigned"), one.outcome) for one in heard)
    for kind in sorted({kind for kind, _ in counts}):
        table.add_row(kind, *(str(counts[kind, outcome]) for outcome in outcomes))
    return table


def verdicts(found: Iterable[InvariantResult]) -> Table:
    """Each invariant with what was looked at."""
    table = Table(title="Invariants, checked against the PSP's own book", title_justify="left")
    table.add_column("")
    table.add_column("promise")
    table.add_column("looked at", justify="right")
    table.add_column("result")
    for verdict in found:
        result = "[red]broken" if verdict.faults else "[green]holds"
        table.add_row(verdict.name, verdict.truth, str(verdict.looked_at), result)
    return table


def left_out(recorded_only: Mapping[str, tuple[int, str]]) -> Table:
    """The types that were written down and not created, because the emulator lacks them."""
    table = Table(title="Recorded only, not created", title_justify="left")
    table.add_column("type")
    table.add_column("how many", justify="right")
    table.add_column("why")
    for token, (count, why) in sorted(recorded_only.items()):
        table.add_row(token, str(count), why)
    return table


def coloured(status: str) -> str:
    """A status in its colour."""
    return f"[{COLOURS.get(status, 'cyan')}]{status}"
