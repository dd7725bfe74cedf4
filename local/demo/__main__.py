"""`python -m local.demo demo|serve|restore_drill …`: Ctrl-C is heard from the first moment.

What these commands import takes seconds, and who ends them meanwhile wants no traceback.
"""

import importlib
import sys

from local.demo import signals


def main(name: str, arguments: list[str]) -> int:
    """The command's exit code."""
    signals.listen()
    try:
        command = importlib.import_module(f"local.demo.{name}")
        signals.heed()
        code: int = command.main(arguments)
    except KeyboardInterrupt:
        print("Stopped; nothing is left running.")
        return signals.INTERRUPTED
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
