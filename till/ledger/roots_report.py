"""What `till verify-ledger` says of the signed roots, and what it must be told."""

from pathlib import Path

from till.ledger.roots import UNSEEN, Checked
from till.lib.answer import Document
from till.lib.exits import CommandError, Exit
from till.lib.report import Section
from till.payments.amounts import moment


class Roots(Document):
    """What the signed roots say."""

    days: int
    """Whole days of the span: each must have a root."""
    settled: int
    """Those among them that were signed again, a week later."""
    leaves: int
    """Compared with the entries."""
    keys: list[str]
    """The sha256 of each public key that was believed."""
    given: bool
    """False: the keys lay beside the roots, and whoever forged these may have put them there."""


def section(checked: Checked) -> Section:
    """For a person."""
    keys = ", ".join(checked.keys) or "none"
    believed = (
        f"Keys, as they were given: {keys}."
        if checked.trusted
        else f"Keys, as they lay beside the roots: {keys}. Whoever forged the roots may have put "
        "them there: compare with what was noted before, or give --public-key."
    )
    held = f"{checked.leaves} leaves compared."
    return Section(
        "Roots",
        alerts=checked.faults,
        notes=[
            f"{checked.days} whole days, {checked.settled} of them signed again a week later.",
            f"{held} {len(checked.faults)} faults." if checked.faults else f"{held} All hold.",
            believed,
            UNSEEN,
        ],
    )


def told(checked: Checked | None) -> Roots | None:
    """For a program."""
    if checked is None:
        return None
    return Roots(
        days=checked.days,
        settled=checked.settled,
        leaves=checked.leaves,
        keys=checked.keys,
        given=checked.trusted,
    )


def span(roots: Path | None, since: str | None, until: str | None) -> tuple[int, int] | None:
    """Unix seconds of --from and --to, where there are roots.

    Raises:
        CommandError: one is missing, or no moment.
    """
    if roots is None:
        return None
    if since is None or until is None:
        message = (
            "Say with --from and --to which days the roots must cover, as for `till export`: a "
            "day that is not there can't say so itself."
        )
        raise CommandError(Exit.MISUSED, message)
    return moment(since), moment(until)
