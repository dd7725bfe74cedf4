"""The safeguards of the circuit breaker, each taken away."""

from typing import Final

from simulator.mutant import Mutant

PROCESS, BREAKER = "runtime/use_cases/process_payment.py", "runtime/use_cases/circuit_breaker.py"

CIRCUIT_MUTANTS: Final = (
    Mutant(
        "an open circuit lets no call through",
        BREAKER,
        (
            (
                "        if circuit.state is State.CLOSED:\n            return True\n",
                "        if circuit.state is not State.PROBING:\n            return True\n",
            ),
        ),
    ),
    Mutant(
        "an open circuit is not probed before its time",
        BREAKER,
        (("        if now < circuit.until:\n", "        if now < 0:\n"),),
    ),
    Mutant(
        "one probe at a time",
        BREAKER,
        (
            (
                "        if self._probes():\n            return self._failed",
                "        if circuit.owner:\n            return self._failed",
            ),
        ),
    ),
    Mutant(
        "the version condition of the circuit",
        "tests/fakes/circuit.py",
        (("if circuit.version != self.circuit.version + 1:", "if circuit.version == 0:"),),
    ),
    Mutant(
        "a failed probe opens the circuit again",
        BREAKER,
        (
            (
                "            self._failed = (failure_reason, answer.retry_after)\n",
                "            return\n",
            ),
        ),
    ),
    Mutant(
        "a circuit that opens before the claim uses no attempt",
        PROCESS,
        (
            (
                """def _attempt(payment: Payment, ref: str, ports: ProcessPaymentPorts) -> None:
    if not ports.may_call():
        reschedule_poll(payment, ports)
        return
""",
                "def _attempt(payment: Payment, ref: str, ports: ProcessPaymentPorts) -> None:\n",
            ),
            (
                "    _rejected(outcome, ports)\n    _charged(",
                "    _charged(",
            ),
            (
                "    outcome = record_response(",
                """    if not ports.may_call():
        _charged(claim.after, Outcome(OutcomeKind.RETRYABLE, "provider_unavailable"), ports)
        return
    outcome = record_response(""",
            ),
        ),
    ),
    Mutant(
        "what the PSP keeps says nothing of its health",
        BREAKER,
        (
            (
                "        if isinstance(answer, Outcome | PspObject) and answer.kept:\n",
                "        if answer is None:\n",
            ),
        ),
    ),
)
