"""Draws the tables that decide: `python -m docs_gen.states > docs/states.md`."""

import sys

from runtime.domain.psp import PspState
from runtime.domain.psp_verdict import TABLE as VERDICTS
from runtime.domain.psp_verdict import ChargeShown, Received
from runtime.domain.state_machine import TABLE


def states() -> str:
    """The page `docs/states.md`, made from the table that the code obeys."""
    arrows = [
        f"  {rule.source or '[*]'} --> {target}: {transition}"
        for transition, rule in TABLE.items()
        for target in sorted(rule.targets)
    ]
    rows = [
        f"| {transition} | {rule.source or '-'} | {', '.join(sorted(rule.targets))} "
        f"| {', '.join(rule.entries)} |"
        for transition, rule in TABLE.items()
    ]
    return "\n".join(
        [
            "# The states of a payment",
            "",
            "Made from `runtime/domain/state_machine.py` by `make docs`.",
            "",
            "```mermaid",
            "stateDiagram-v2",
            *arrows,
            "```",
            "",
            "| | from | to | entries |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
            "Beside the table, entries that move nothing: `notification`, what became of a mail;",
            "`proposed`, in review, how one person would resolve it until another says the same;",
            "`erased`, of a final payment, that the row lost its payer.",
            "",
            *_records(),
            "",
        ]
    )


def _records() -> list[str]:
    """What each combination in a record of the PSP comes to."""
    return [
        "## A record of the PSP",
        "",
        "Made from `runtime/domain/psp_verdict.py`: what follows from the object's state, the",
        "sum that it shows as received, and its charge. A charge that is not paid took nothing.",
        "",
        "- `open`: wait, try again or cancel.",
        "- `closed`: no money, and nothing can follow.",
        "- `paid`: the checks of currency, mode, refunds and disputes decide.",
        "- `review`: it contradicts itself, or holds what we never asked for. The payment is",
        "  parked at once, as with another payment's object, or an answer about another object",
        "  than the one that was asked for.",
        "",
        f"| state | received | {' | '.join(f'charge: {charge}' for charge in ChargeShown)} |",
        f"| --- | --- |{' --- |' * len(ChargeShown)}",
        *(
            f"| {state} | {received} | "
            f"{' | '.join(VERDICTS[state, received, charge] for charge in ChargeShown)} |"
            for state in PspState
            for received in Received
        ),
    ]


if __name__ == "__main__":
    sys.stdout.write(states())
