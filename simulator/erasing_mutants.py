"""The safeguards around an erasure, each taken away."""

from typing import Final

from simulator.mutant import Mutant

DOMAIN = "runtime/domain/erasure.py"

ERASING_MUTANTS: Final = (
    Mutant(
        "an unfinished payment keeps its payer",
        DOMAIN,
        (("    if payment.status not in FINAL:\n", "    if not FINAL:\n"),),
    ),
    Mutant(
        "an erasure empties the row",
        DOMAIN,
        (("{EntryType.ERASED: note}, LEFT)", "{EntryType.ERASED: note}, {})"),),
    ),
    Mutant(
        "an erasure takes back the mail that is owed",
        DOMAIN,
        (("    if payment.owes_mail:\n", "    if not payment.notification:\n"),),
    ),
    Mutant(
        "an erasure waits for a mail that is being handed over",
        DOMAIN,
        (("        if left > 0:\n", "        if left > 10**9:\n"),),
    ),
    Mutant(
        "the terms know of an erasure",
        "runtime/domain/terms.py",
        (("if told else {}", "if not told else {}"),),
    ),
    Mutant(
        "nobody asks for a mail to an erased payer",
        "runtime/use_cases/resend_notification.py",
        (
            (
                "not payment.sealed or was_erased(entries):\n",
                "not entries:\n",
            ),
        ),
    ),
)
