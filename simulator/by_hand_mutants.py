"""The safeguards around what people do, each taken away."""

from typing import Final

from simulator.mutant import Mutant

RESOLVE = "runtime/use_cases/resolve_review.py"

BY_HAND_MUTANTS: Final = (
    Mutant(
        "nobody confirms their own proposal",
        RESOLVE,
        ((" and not proposal.by(stamp.actor) else None", " else None"),),
    ),
    Mutant(
        "a proposal is confirmed in the same words",
        RESOLVE,
        (("proposal.resolution == said.resolution", "proposal.resolution != ''"),),
    ),
    Mutant(
        "a person books no money that the PSP does not have",
        RESOLVE,
        (
            (
                "    if wrong or psp_record.charge is None or",
                "    if psp_record.charge is None or",
            ),
        ),
    ),
    Mutant(
        "a person fails nothing that can still be charged",
        RESOLVE,
        (
            ("    if psp_record.state not in NOT_CHARGED:\n", "    if not NOT_CHARGED:\n"),
            ("charge.paid and not charge.refunded:", "not charge.paid:"),
        ),
    ),
    Mutant(
        "a person fails nothing before its object is canceled",
        RESOLVE,
        (
            ("psp.cancel(ref) if failing else psp.lookup(ref)", "psp.lookup(ref)"),
            (
                "    if psp_record.state not in NOT_CHARGED:\n",
                "    if psp_record.state is PspState.PAID:\n",
            ),
            ("charge.paid and not charge.refunded:", "not charge.paid:"),
        ),
    ),
    Mutant(
        "a resolution needs evidence",
        RESOLVE,
        (("    evidence: Sentence\n", "    evidence: Sentence | None = None\n"),),
    ),
    Mutant(
        "a resolution says why",
        RESOLVE,
        (("{**said.model_dump(), **note}", "note"),),
    ),
)
