"""Prints `uv.lock`'s own uv as pip wants it: the version, and the sum of each of its wheels.

`make setup` runs it before anything is installed, so it needs nothing but Python.
"""

import sys
import tomllib
from pathlib import Path


def main() -> None:
    """Write the one requirement, whose wheel for this machine pip then holds against its sum."""
    lock = tomllib.loads(Path("uv.lock").read_text())
    (found,) = (each for each in lock["package"] if each["name"] == "uv")
    sums = [f"--hash={wheel['hash']}" for wheel in found["wheels"]]
    sys.stdout.write(" ".join([f"uv=={found['version']}", *sums]) + "\n")


if __name__ == "__main__":
    main()
