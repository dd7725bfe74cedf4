"""The safeguards around an erasure by time, each taken away."""

from typing import Final

from simulator.mutant import Mutant

DOMAIN = "runtime/domain/retention.py"
USE_CASE = "runtime/use_cases/expire_payers.py"

EXPIRING_MUTANTS: Final = (
    Mutant(
        "an unfinished payment is passed",
        DOMAIN,
        (("        payment.status in FINAL\n", "        bool(FINAL)\n"),),
    ),
    Mutant(
        "nobody goes who has to be told",
        DOMAIN,
        (("        and not payment.owes_mail\n", "        and bool(payment.notification)\n"),),
    ),
    Mutant(
        "a payment rests before its payer goes",
        DOMAIN,
        (("payment.updated_at + kept.written <= now", "payment.updated_at <= now + 10**9"),),
    ),
    Mutant(
        "a payment that was passed is named",
        USE_CASE,
        (
            (
                "passed += [] if self._is_gone(row) else [row.payment_id]",
                "passed += [] if self._is_gone(row) else []",
            ),
        ),
    ),
    Mutant(
        "what was passed is looked at again",
        USE_CASE,
        (("self._look_at((row for row in known if row), ", "self._look_at((row for row in ()), "),),
    ),
)
