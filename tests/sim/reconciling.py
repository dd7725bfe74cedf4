"""The nightly comparison of the two books, whenever a history likes, and once it is over."""

from functools import partial
from typing import TYPE_CHECKING, Final

from runtime.use_cases.reconcile_payments import Difference, Finding
from tests.sim.invocation import Invocation
from tests.sim.use_cases import run_reconcile

if TYPE_CHECKING:
    from tests.sim.world import World

LASTS: Final = 900
"""Seconds of one run."""

NO_ACCUSATION: Final = frozenset({Difference.UNREAD, Difference.NOT_PAID})
"""What a run may find although nothing is wrong: the line is bad, or a read lags."""


def compare(world: "World") -> list[Finding] | None:
    """One run as an event of its own; what it found, or None where it failed or died."""
    answers: list[list[Finding]] = []

    def work() -> None:
        answers.append(_found(world))

    world.stage.after(0, lambda: world.stage.start(work))
    world.stage.run(world.stage.now + LASTS)
    return answers[0] if answers else None


def compare_sometime(world: "World") -> None:
    """Runs somewhere in the middle of everything: they accuse nobody who is innocent."""
    for _ in range(world.options.nights):
        moment = world.chaos.within(0, world.options.horizon)
        world.stage.after(moment, lambda: world.stage.start(partial(compare_now, world)))


def compare_now(world: "World") -> None:
    """One run in whatever state; a task."""
    world.judge(
        [
            f"reconciliation: {one.payment_id} is {one.difference}."
            for one in _found(world)
            if one.difference not in NO_ACCUSATION and not world.scene.book.betrays(one.ref)
        ]
    )


def _found(world: "World") -> list[Finding]:
    run = Invocation(world, "reconciler", LASTS)
    found: list[Finding] = []
    try:
        for finding in run_reconcile(world, run):
            found.append(finding)
            unread = finding.ref is not None and finding.ref not in run.looked_up
            if finding.difference is Difference.NOT_PAID and unread:
                world.judge([f"reconciliation: {finding.ref} was accused and not asked."])
            tried = run.told or "queue.send" in run.refused
            if finding.difference is Difference.PAID_AFTER_FAILED and not tried:
                world.judge([f"reconciliation: nobody was told of {finding.payment_id}."])
            world.saw.counts[f"differences {finding.difference}"] += 1
        if "psp.list" in run.refused and Difference.UNREAD not in {one.difference for one in found}:
            world.judge([f"reconciliation: {run.request_id} took half a list for a whole one."])
        world.saw.counts["books compared"] += 1
    except Exception as error:
        if error not in run.injected:
            raise
        found.append(Finding(Difference.UNREAD, None, None))
    return found
