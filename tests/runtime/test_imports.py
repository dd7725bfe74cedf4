"""Importing is free: no environment, no client, no network."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in (ROOT / "runtime").rglob("*.py")
    if path.name != "__init__.py"
)

PROGRAM = """
import importlib, os, socket, sys

def refuse(*_):
    raise AssertionError("a socket at import")

os.environ.clear()
socket.socket.connect = refuse
socket.getaddrinfo = refuse
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def run(program: str, *modules: str) -> None:
    """A fresh interpreter without an environment."""
    subprocess.run(  # noqa: S603 - this interpreter, on a program written above.
        [sys.executable, "-c", program, *modules], cwd=ROOT, env={}, check=True
    )


def test_every_module_imports_with_an_empty_environment_and_no_network() -> None:
    """Nothing happens at import, in any module of the runtime."""
    run(PROGRAM, *MODULES)


def test_every_handler_has_an_entry() -> None:
    """Each public module of the handlers' room is one function's `handler`."""
    names = [
        name
        for name in MODULES
        if name.startswith("runtime.handlers.") and not name.split(".")[-1].startswith("_")
    ]
    program = "import importlib, sys\nfor n in sys.argv[1:]: importlib.import_module(n).handler"
    assert len(names) >= 6
    run(program, *names)
