"""The nightly comparison of the two books, whenever a history likes, and once it is over."""

from functools import partial
from typing import TYPE_CHECKING, Final

from runtime.domain.payment import Status
from runtime.use_cases.reconcile_payments import Difference, Finding
from simulator.invocation import Invocation
from simulator.use_cases import run_reconcile

if TYPE_CHECKING:
    from simulator.harness import Harness

LASTS: Final = 900
"""Seconds of one run."""

NO_ACCUSATION: Final = frozenset({Difference.UNREAD, Difference.NOT_PAID, Difference.LEFT_OVER})
"""What a run may find although nothing is wrong: the line is bad, a read lags, or an answer was
lost."""


def compare(harness: "Harness") -> list[Finding] | None:
    """One run as an event of its own; what it found, or None where it failed or died."""
    answers: list[list[Finding]] = []

    def work() -> None:
        answers.append(_found(harness))

    harness.scheduler.after(0, lambda: harness.scheduler.start(work))
    harness.scheduler.run(harness.scheduler.now + LASTS)
    return answers[0] if answers else None


def unexplained(harness: "Harness", found: list[Finding]) -> list[Finding]:
    """What no hand explains, of a run at rest; a success that a hand changed must be among it all.

    A failure has no money, so the night does not ask for it: the audit does.
    """
    observed = harness.observed
    named = {one.payment_id for one in found}
    for who in observed.hands:
        row, raw = observed.row(who), observed.store.rows[who]
        if raw != row and raw.status is Status.SUCCEEDED and who not in named:
            harness.judge([f"reconciliation: {who} was changed by hand, and the night is silent."])
        harness.coverage.counts["changed rows that the night named"] += who in named
        ref = row.provider.ref if row and row.provider else None
        if Finding(Difference.NOT_OURS, who, ref) in found:
            harness.judge([f"reconciliation: {who} has {ref}, and the night believed a hand."])
    return [one for one in found if one.payment_id not in observed.hands]


def compare_sometime(harness: "Harness") -> None:
    """Runs somewhere in the middle of everything: they accuse nobody who is innocent."""
    for _ in range(harness.options.nights):
        moment = harness.fault_injection.within(0, harness.options.horizon)
        harness.scheduler.after(
            moment, lambda: harness.scheduler.start(partial(compare_now, harness))
        )


def compare_now(harness: "Harness") -> None:
    """One run in whatever state; a task."""
    harness.judge(
        [
            f"reconciliation: {one.payment_id} is {one.difference}."
            for one in _found(harness)
            if one.difference not in NO_ACCUSATION
            and not harness.observed.book.betrays(one.ref)
            and one.payment_id not in harness.observed.hands
        ]
    )


def _found(harness: "Harness") -> list[Finding]:
    run = Invocation(harness, "reconciler", LASTS)
    found: list[Finding] = []
    try:
        for finding in run_reconcile(harness, run):
            found.append(finding)
            unread = finding.ref is not None and finding.ref not in run.looked_up
            if finding.difference is Difference.NOT_PAID and unread:
                harness.judge([f"reconciliation: {finding.ref} was accused and not asked."])
            tried = run.told or "queue.send" in run.refused
            if finding.difference is Difference.PAID_AFTER_FAILED and not tried:
                harness.judge([f"reconciliation: nobody was told of {finding.payment_id}."])
            harness.coverage.counts[f"differences {finding.difference}"] += 1
        if "psp.list" in run.refused and Difference.UNREAD not in {one.difference for one in found}:
            harness.judge([f"reconciliation: {run.request_id} took half a list for a whole one."])
        harness.coverage.counts["books compared"] += 1
    except Exception as error:
        if error not in run.injected:
            raise
        found.append(Finding(Difference.UNREAD, None, None))
    return found
