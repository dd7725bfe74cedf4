"""The programs that a deployment needs on this machine."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

OLDEST: Final = (3, 259, 0)
"""The engine that the tests run with; the flags and files used here are those of it."""
OLDEST_PYTHON: Final = (3, 11, 0)
INSTALL: Final = "https://www.pulumi.com/docs/install/"
ANSWER_SECONDS: Final = 60
"""The longest that the engine may take for one answer."""

Ask = Callable[..., "subprocess.CompletedProcess[str]"]
"""`ask("whoami")` runs `pulumi whoami` and returns what came out."""


@dataclass(frozen=True)
class Machine:
    """Where the deployment is started."""

    root: Path
    """The project's folder."""
    path: str
    """Folders with programs, as the engine gets them from `make`."""
    python: tuple[int, int, int] = sys.version_info[:3]

    def find(self, program: str) -> str | None:
        """Where a program is, or None."""
        return shutil.which(program, path=self.path)

    def ask(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """What the engine answers; nobody is asked anything."""
        return asking(self.find("pulumi") or "pulumi", self.root)(*arguments)


def machine(root: Path) -> Machine:
    """This machine; the environment that `make setup` made comes first, as in `make`."""
    return Machine(root, with_uv(os.environ, root)["PATH"])


def with_uv(env: Mapping[str, str], root: Path) -> dict[str, str]:
    """`env` for `pulumi`, whose language host runs program and policies with `uv`: the project's.

    The host lets uv bring .venv up to date, which `make setup` has done.
    """
    path = f"{root / '.venv' / 'bin'}{os.pathsep}{env.get('PATH', os.defpath)}"
    return {**env, "PATH": path, "UV_FROZEN": "1"}


def asking(pulumi: str, root: Path, seconds: float = ANSWER_SECONDS) -> Ask:
    """How the engine at `pulumi` is asked about the project in `root`."""

    def ask(*arguments: str) -> "subprocess.CompletedProcess[str]":
        line = [pulumi, *arguments, "--non-interactive"]
        try:
            return subprocess.run(  # noqa: S603 - our own arguments
                line,
                cwd=root,
                env=with_uv(os.environ, root) | {"PULUMI_SKIP_UPDATE_CHECK": "1"},
                text=True,
                check=False,
                capture_output=True,
                timeout=seconds,
            )
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess(line, 1, "", f"no answer in {seconds} s")

    return ask


def version(ask: Ask) -> tuple[int, ...]:
    """The engine's, all zeros for one that does not say."""
    found = re.match(r"v?(\d+)\.(\d+)\.(\d+)", ask("version").stdout.strip())
    return tuple(int(part) for part in found.groups()) if found else (0, 0, 0)


def version_problem(ask: Ask) -> str | None:
    """Whether the engine is too old."""
    has = version(ask)
    if has >= OLDEST:
        return None
    return f"Pulumi {dotted(has)} is too old; install {dotted(OLDEST)} or newer ({INSTALL})."


def dotted(parts: tuple[int, ...]) -> str:
    """(3, 259, 0) as 3.259.0."""
    return ".".join(str(part) for part in parts)
