"""Draws the state table as a picture: `python -m docs_gen.states > docs/states.md`."""

import sys

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
        ]
    )


if __name__ == "__main__":
    sys.stdout.write(states())
