"""The safeguards of `process_dead_letter`, each taken away."""

from typing import Final

from simulator.mutant import Mutant

RESCUE = "runtime/use_cases/process_dead_letter.py"
SETTLER = "runtime/handlers/process_dead_letter.py"

DEAD_LETTER_MUTANTS: Final = (
    Mutant(
        "a letter stays where no sweep would bring its payment back",
        RESCUE,
        (("            raise\n", "            return\n"),),
    ),
    Mutant(
        "what `process_dead_letter` leaves to the sweeper is counted",
        RESCUE,
        (("        ports.metrics.count(Metric.DEAD_LETTER_LEFT)\n", ""),),
    ),
    Mutant(
        "`process_dead_letter` charges nothing without the ledger's claim",
        RESCUE,
        (
            (
                "        process_payment(payment_id, ports)\n",
                """        row = ports.ledger.get(payment_id)
        if row and row.provider and ports.may_call():
            ports.psp.charge(row, row.provider.ref, row.attempt_count + 1)
        process_payment(payment_id, ports)
""",
            ),
        ),
    ),
    Mutant(
        "each dead letter is counted",
        SETTLER,
        (("        metrics.count(Metric.DEAD_LETTER)\n", "        pass\n"),),
    ),
    Mutant(
        "a letter that stays raises an alarm",
        SETTLER,
        (("        metrics.count(Metric.DEAD_LETTER_STUCK)\n", "        pass\n"),),
    ),
    Mutant(
        "a letter that was not processed is not acknowledged",
        SETTLER,
        (("    return answered\n", '    return {"batchItemFailures": []}\n'),),
    ),
)
