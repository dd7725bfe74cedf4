"""The entries of a stack on this machine, as DynamoDB exports them; the emulator's export is empty.

`python -m local.demo.export outputs.json entries.jsonl`
"""

import argparse
import sys
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from local.demo._exports import write
from till.lib.input import InputError, outputs
from till.restore.restore_drill import client


def main(arguments: list[str] | None = None) -> int:
    """0, or 2 with one sentence."""
    parser = argparse.ArgumentParser(prog="python -m local.demo.export", description=__doc__)
    parser.add_argument("outputs", type=Path, help="what `make local` wrote")
    parser.add_argument("file", type=Path, help="where to")
    chosen = parser.parse_args(arguments)
    try:
        table = outputs(chosen.outputs).entries_table
        write(client("dynamodb"), table, chosen.file)
    except (InputError, OSError, BotoCoreError, ClientError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
