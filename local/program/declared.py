"""What the program would make, without an engine and without a cloud, as JSON.

`python -m local.program.declared <stack>` reads the stack's config from its standard input (key →
text, secrets in clear) and writes `[type, inputs]` for each resource; of the inputs just `KEPT`.
"""

import gc
import json
import sys
from typing import Final

from local.program.recorder import record_program

KEPT: Final = ("name", "domain", "emailIdentity", "reservedConcurrentExecutions")
"""None of them is ever a secret."""


def declared(stack: str, config: dict[str, str]) -> list[tuple[str, dict[str, object]]]:
    """Each resource's type and what is kept of its inputs.

    The dependency layer is left out: it would be built first.
    """
    recording = record_program(stack, {**config, "dependencyLayer": "false"})
    return [
        (each.type, {key: each.inputs[key] for key in KEPT if key in each.inputs})
        for each in recording.resources
        if each.custom
    ]


def main() -> int:
    """Write what the stack on the command line would make; 1 with one sentence on stderr."""
    try:
        found = declared(sys.argv[1], json.load(sys.stdin))
    except Exception as error:  # noqa: BLE001 - whatever the program raises is what is told
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1
    json.dump(found, sys.stdout)
    return 0


if __name__ == "__main__":
    # It lives for one run of the program, of which the collector would take a fifth.
    gc.disable()
    sys.exit(main())
