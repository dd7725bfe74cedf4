"""The safeguards of attempts, reads and cancels, each taken away."""

from typing import Final

from simulator.mutant import Mutant

PROCESS, REDUCER = "runtime/use_cases/process_payment.py", "runtime/use_cases/apply_psp_record.py"

PROCESSING_MUTANTS: Final = (
    Mutant(
        "the write-ahead entry",
        PROCESS,
        (("    if not commit_or_lose(claim, ports.ledger):\n", "    if not claim:\n"),),
    ),
    Mutant(
        "one idempotency key per attempt, whatever delivers it",
        PROCESS,
        (
            (
                "ports.psp.charge(claim.after, ref, claim.after.attempt_count)",
                "ports.psp.charge(claim.after, ref, claim.after.version)",
            ),
        ),
    ),
    Mutant(
        "a timeout is no failure",
        PROCESS,
        (
            (
                "if outcome.kind is OutcomeKind.DECLINED:",
                "if outcome.kind in {OutcomeKind.DECLINED, OutcomeKind.UNKNOWN}:",
            ),
        ),
    ),
    Mutant(
        "the version conditions of row and entries",
        "tests/fakes/ledger.py",
        (
            (
                "or (stored.status, stored.version) != (before.status, before.version)",
                "or stored.status != before.status",
            ),
            ("if taken & {entry.seq for entry in change.entries}:", "if taken is None:"),
        ),
    ),
    Mutant(
        "verification",
        REDUCER,
        (
            ("if verdict(payment, answer) is Verdict.REVIEW:", "if not Verdict.REVIEW:"),
            ("case Verdict.PAID:", "case _ if psp_record.charge is not None:"),
            ("if all(check.passed for check in results):", "if results:"),
        ),
    ),
    Mutant(
        "the cancel before a failure",
        REDUCER,
        (
            (
                "        answer = cancel_at_psp(ref_of(payment), ports)\n",
                "        answer = replace(answer, state=PspState.CANCELED)\n",
            ),
            (
                "from runtime.contract.metrics import Metric\n",
                "from dataclasses import replace\nfrom runtime.contract.metrics import Metric\n",
            ),
        ),
    ),
    Mutant(
        "the lease of an attempt",
        PROCESS,
        ((" (payment.lease_until or 0) > now:", " (payment.lease_until or 0) > now * 2:"),),
    ),
    Mutant(
        "who loses a claim looks before it cancels",
        PROCESS,
        (
            (
                "if payment.provider is None or payment.provider.ref != ref:",
                "if payment:",
            ),
        ),
    ),
    Mutant(
        "a rejected charge is canceled before it fails",
        PROCESS,
        (
            ("        answer = cancel_at_psp(ref_of(payment), ports)\n", ""),
            (
                "not isinstance(answer, Outcome) and _closed(payment, answer):",
                "(answer := outcome):",
            ),
        ),
    ),
    Mutant(
        "an unknown attempt is taken from its owner before it is read",
        PROCESS,
        (
            (
                "        if write(lost, ports, again_in=poll):\n",
                "        if poll is not None:\n",
            ),
        ),
    ),
    Mutant(
        "a failure that the PSP keeps is asked again under another key",
        PROCESS,
        (("    for key in range(1, allowed_keys(", "    for key in range(1, 1 + bool("),),
    ),
    Mutant(
        "the night cancels what was made for nothing",
        "runtime/use_cases/reconcile_payments.py",
        (("    elif psp_record.state in CHARGEABLE:\n", "    elif psp_record is None:\n"),),
    ),
    Mutant(
        "the night leaves what may be named yet",
        "runtime/use_cases/reconcile_payments.py",
        (("        return _final(payment)\n", "        return True\n"),),
    ),
)
