"""Somebody who begins: the project, make, Python and the Pulumi command line, and no uv."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from components.packaging.bytecode import LAMBDA_PYTHON, interpreter
from local.emulator.emulator import ROOT

NOT_COPIED: Final = shutil.ignore_patterns(".git", ".venv", ".local", ".*_cache", ".hypothesis")
TEST_KEY: Final = "sk_test_newcomer"
_HOST = """#!/bin/sh
# Pulumi's own Python host runs program and policies with uv; the host of the tests does not.
case "$1" in
  preview|up|refresh|destroy)
    command -v uv >/dev/null || { echo 'error: Could not find `uv` executable' >&2; exit 255; };;
esac
exec "PULUMI" "$@"
"""


@dataclass(frozen=True)
class Newcomer:
    """A folder with the project in it, and what this person's shell knows."""

    project: Path
    home: Path
    knows: Mapping[str, str] = field(default_factory=dict)

    def types(self, lines: str, answers: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        """Lines in a shell, which stops at the first that fails; `answers` are what is asked for.

        Output and errors come as one text, as on a screen.
        """
        return subprocess.run(  # noqa: S603 - the project's own lines
            ["/bin/bash", "-eu", "-o", "pipefail", "-c", lines],
            cwd=self.project,
            env={**self.knows, **more},
            input=answers,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )

    def does(self, lines: str, answers: str = "", **more: str) -> str:
        """Lines that work; what was on the screen."""
        done = self.types(lines, answers, **more)
        assert done.returncode == 0, f"{lines}\n{done.stdout}"
        return done.stdout

    def config(self, stack: str = "dev") -> dict[str, str]:
        """What the engine would hand to the program, secrets in clear."""
        shown = json.loads(self.does(f"pulumi config --json --show-secrets --stack {stack}"))
        return {key.removeprefix("tillstack:"): each["value"] for key, each in shown.items()}


def project(folder: Path) -> Path:
    """A copy of the project whose virtual environment is this one, as `make setup` leaves it."""
    copy = folder / "project"
    shutil.copytree(ROOT, copy, ignore=NOT_COPIED)
    (copy / ".venv").symlink_to(ROOT / ".venv")
    return copy


def newcomer(folder: Path, here: Path) -> Newcomer:
    """Somebody in the folder `here`, logged in to a backend of their own, with AWS credentials.

    The credentials are nobody's, and AWS's address is a closed port of this machine.
    """
    home = folder / "home"
    (home / "state").mkdir(parents=True)
    knows = {
        "AWS_ACCESS_KEY_ID": "AKIANEWCOMER",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_SECRET_ACCESS_KEY": "nothing",
        "HOME": str(home),
        "PATH": _path(folder),
        "PULUMI_CONFIG_PASSPHRASE": "newcomer",
        # The test ends where the plugin is asked for; it is not looked for in the network.
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "1",
        # Pulumi takes the account's home folder, whatever HOME says.
        "PULUMI_HOME": str(home / ".pulumi"),
        "PULUMI_SKIP_UPDATE_CHECK": "1",
        "UV_OFFLINE": "1",
        "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(home / "cache")),
    }
    somebody = Newcomer(here, home, knows)
    somebody.does(f"pulumi login file://{home}/state")
    return somebody


def _path(folder: Path) -> str:
    """This PATH without any uv, and with a Pulumi that wants one.

    The Python that makes the functions' bytecode is at hand, as it is here: another home hides it.
    """
    pulumi = shutil.which("pulumi")
    assert pulumi
    front = folder / "bin"
    front.mkdir()
    (front / "pulumi").write_text(_HOST.replace("PULUMI", pulumi))
    (front / "pulumi").chmod(0o755)
    if python := interpreter():
        (front / f"python{LAMBDA_PYTHON}").symlink_to(python.path)
    places = [str(front), str(Path(pulumi).parent)]
    for number, place in enumerate(os.environ["PATH"].split(os.pathsep)):
        if (Path(place) / "uv").exists():
            less = folder / f"bin{number}"
            less.mkdir()
            for each in Path(place).iterdir():
                if not each.name.startswith("uv"):
                    (less / each.name).symlink_to(each)
            places.append(str(less))
        else:
            places.append(place)
    path = os.pathsep.join(places)
    assert shutil.which("uv", path=path) is None
    return path
