"""The real Pulumi engine on one stack: `make preview|up|refresh|destroy STACK=… [ENGINE=local]`.

With `--engine local` (the default for the stack `local`) the emulator is AWS: it starts with
the first `up` and runs until `destroy`, so that a stack can be used, changed and previewed in
between. Otherwise these are Pulumi's own commands with the real AWS plugin, after
`make doctor` has looked at what they need.
"""

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

from local.emulator.emulator import ROOT, EmulatorError
from local.engine import cloud as clouds
from local.engine.workspace import EngineError, Workspace, pulumi
from local.lib.arguments import Places, add_places, places
from local.program.in_process import Deployment
from local.psp.server import LocalPsp
from local.stack.merchants import enrol
from local.stack.stack import LocalStack
from till.doctor.command import may_go_on
from till.doctor.tools import asking, version_problem, with_uv
from till.lib.input import InputError

HOME: Final = ROOT / ".local" / "engine"
PACK: Final = ("--policy-pack", str(ROOT / "policies"))
# `make` asks nobody: a preview shows what would happen, `up` and `destroy` do it.
FLAGS: Final = {
    "preview": PACK,
    "up": (*PACK, "--yes", "--skip-preview"),
    "refresh": ("--yes", "--skip-preview"),
    "destroy": ("--yes", "--skip-preview"),
}


def main(arguments: list[str] | None = None, home: Path = HOME) -> int:
    """Run one command; returns the engine's exit code, 1 for a problem of ours."""
    parser = argparse.ArgumentParser(prog="make preview|up|refresh|destroy", description=__doc__)
    parser.add_argument("command", choices=FLAGS)
    parser.add_argument("--stack", default="local", help="default: local")
    parser.add_argument("--engine", choices=["local", "aws"], help="what answers for AWS")
    add_places(parser, 4566, 12111)
    wanted, more = parser.parse_known_args(arguments)
    engine = wanted.engine or ("local" if wanted.stack == "local" else "aws")
    try:
        if engine == "aws":
            return on_aws(wanted.command, wanted.stack, more)
        return here(
            wanted.command, Workspace(home / wanted.stack, wanted.stack), more, places(wanted)
        )
    except (EngineError, EmulatorError) as problem:
        print(problem, file=sys.stderr)
        return 1


def on_aws(command: str, stack: str, more: list[str]) -> int:
    """The plain `pulumi` command, once the doctor has seen everything that it needs.

    Raises:
        EngineError: there is no such stack.
    """
    try:
        if not may_go_on(command, stack):
            return 1
    except InputError as problem:
        raise EngineError(str(problem)) from None
    return subprocess.run(  # noqa: S603 - `make`'s own arguments
        [pulumi(), command, "--stack", stack, *_pack(command), *more],
        cwd=ROOT,
        env=with_uv(os.environ, ROOT),
        check=False,
    ).returncode


def here(command: str, workspace: Workspace, more: list[str], where: Places) -> int:
    """The command against the stack's own emulator, which `up` starts and `destroy` stops.

    Raises:
        EngineError: there is no such stack, or its emulator does not run and would have to.
        EmulatorError: the emulator did not come up.
    """
    _new_enough()
    folder, stack = workspace.folder, workspace.stack
    workspace.check()
    cloud = clouds.find(folder)
    flags = [*FLAGS[command], *more]
    if cloud is None and command == "destroy" and not workspace.resources:
        print(f"Nothing of {stack} is up.")
        return 0
    if cloud is None and command in {"up", "destroy"}:
        # What the state knows went with the emulator that it was in.
        if workspace.resources and command == "up":
            print(f"The emulator of {stack} was stopped since its last `up`; all is made anew.")
            flags.append("--refresh")
        cloud = clouds.start(folder, stack, where)
    elif cloud is None and (workspace.resources or command == "refresh"):
        raise EngineError(f"The emulator of {stack} is not running; start it with: {_start(stack)}")
    # A first preview asks nobody anything.
    cloud = cloud or clouds.LocalCloud(0, where.port or 0, where.psp_port or 0)
    settings = {"pspApiBase": cloud.psp_url}
    workspace.prepare(cloud.emulator, settings, clouds.psp_key(stack))
    code = workspace.run(cloud.emulator, command, *flags).returncode
    if command == "destroy" and code == 0:
        clouds.stop(folder)
    return code


def deployed(stack: str, home: Path = HOME) -> LocalStack:
    """The stack that `up` left running, as the demo takes it.

    Raises:
        EngineError: nothing of it runs.
    """
    workspace, cloud = Workspace(home / stack, stack), clouds.find(home / stack)
    if cloud is None or not workspace.resources:
        raise EngineError(f"The stack {stack} is not up; start it with: {_start(stack)}")
    made = Deployment(workspace.outputs(), (), {}, len(workspace.resources))
    enrol(cloud.emulator, made.outputs)
    return LocalStack(cloud.emulator, LocalPsp(cloud.psp_url, clouds.psp_key(stack)), made)


def _start(stack: str) -> str:
    return f"make up STACK={stack}" + ("" if stack == "local" else " ENGINE=local")


def _new_enough() -> None:
    if problem := version_problem(asking(pulumi(), ROOT)):
        raise EngineError(problem)


def _pack(command: str) -> tuple[str, ...]:
    return PACK if PACK[0] in FLAGS[command] else ()


if __name__ == "__main__":
    # Ctrl-C reaches the engine too, which ends in order; this process must wait for it.
    signal.signal(signal.SIGINT, lambda *_: None)
    sys.exit(main())
