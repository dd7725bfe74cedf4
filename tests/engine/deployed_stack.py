"""A stack of the program in an emulator of its own, deployed by the real engine."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local import psp
from local.emulator import emulator
from local.emulator.emulator import ROOT, Emulator
from local.engine.cloud import psp_key
from local.engine.engine import FLAGS
from local.engine.workspace import Workspace
from local.program.in_process import Deployment
from local.psp.server import LocalPsp
from local.stack.merchants import enrol
from local.stack.stack import LocalStack
from tests._wait import PATIENT_S

Step = tuple[str, str]
"""What the engine does, and the name of the resource that it does it to."""
StatePath = tuple[str, str, str]
"""A step, and the path of a property that is the reason; empty where there is no old one."""
EmptyCloud = tuple[Emulator, LocalPsp]
QUIET = ("--suppress-outputs", "--suppress-progress")


@dataclass(frozen=True)
class DeployedStack:
    """One stack, its emulator and its PSP."""

    workspace: Workspace
    emulator: Emulator
    psp: LocalPsp

    def configure(self, **settings: Any) -> None:
        """The stack's file, with some settings replaced until the next call."""
        key = settings.pop("pspKey", psp_key(self.workspace.stack))
        self.workspace.prepare(self.emulator, {"pspApiBase": self.psp.base_url, **settings}, key)

    def run(self, command: str, *flags: str) -> subprocess.CompletedProcess[str]:
        """An engine run as `make` does it, whatever comes out."""
        return self.workspace.run(
            self.emulator, command, *FLAGS[command], *QUIET, *flags, capture=True
        )

    def up(self) -> str:
        """An `up` that works, as `make` does it; what it printed."""
        return worked(self.run("up"))

    def come_up(self) -> None:
        """An `up` that works, for what is to be seen afterwards.

        The policy pack, which takes as long as the program and is not asked here, judges the four
        stacks in `test_make`, `test_interrupted` and `test_stacks`.
        """
        flags = ("--yes", "--skip-preview", *QUIET)
        worked(self.workspace.run(self.emulator, "up", *flags, capture=True))

    def steps(self, *flags: str) -> set[Step]:
        """What a preview would do beside keeping things as they are."""
        return {(op, name) for op, name, _ in self.places(*flags)}

    def places(self, *flags: str) -> set[StatePath]:
        """The steps of a preview, each with every property that it is for."""
        return {
            (step["op"], step["urn"].rpartition("::")[2], path)
            for step in self.preview(*flags)["steps"]
            if step["op"] not in {"same", "refresh"}
            for path in step.get("detailedDiff") or [""]
        }

    def preview(self, *flags: str) -> Mapping[str, Any]:
        """A preview without the policy pack, as the engine's own JSON."""
        done = self.workspace.run(self.emulator, "preview", "--json", *flags, capture=True)
        return dict(json.loads(worked(done)))

    def stack(self) -> LocalStack:
        """The stack as the demo and `collect` take it, with its merchants."""
        made = Deployment(self.workspace.outputs(), (), {}, len(self.workspace.resources))
        enrol(self.emulator, made.outputs)
        return LocalStack(self.emulator, self.psp, made)


@contextmanager
def empty_cloud(folder: Path) -> Iterator[EmptyCloud]:
    """An emulator and a PSP, for stacks of which none is deployed while another is."""
    with (
        emulator.running(log_dir=folder, gateway_limit=PATIENT_S) as cloud,
        psp.running() as provider,
    ):
        yield cloud, provider


def prepared(folder: Path, stack: str, cloud: EmptyCloud, program: Path = ROOT) -> DeployedStack:
    """A stack that is prepared and not yet deployed."""
    where, provider = cloud
    provider.set_mode(key=psp_key(stack))
    here = DeployedStack(Workspace(folder / "engine", stack, program), where, provider)
    here.configure()
    return here


@contextmanager
def deployed_stack(folder: Path, stack: str, program: Path = ROOT) -> Iterator[DeployedStack]:
    """The same in a cloud of its own."""
    with empty_cloud(folder) as cloud:
        yield prepared(folder, stack, cloud, program)


def worked(done: subprocess.CompletedProcess[str]) -> str:
    """What a run printed; a failed one shows all of it."""
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout
