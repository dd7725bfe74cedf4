"""A folder in which the real engine runs the program against an emulator.

It holds copies of `Pulumi.yaml` and of the stack's file, and the state; so an engine run never
writes into the project, and needs no login, no account and nothing else of the user's.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from local.emulator.emulator import ROOT
from local.engine._journal import Journal
from local.program.stack_config import namespaced
from local.provider.provider import serving
from local.resources import Cloud
from till.doctor.tools import with_uv

PROJECT: Final = "tillstack"
# The state holds nothing that opens anything; the engine wants a passphrase all the same.
PASSPHRASE: Final = "local"  # noqa: S105 - as above
_FOREIGN = ("AWS_", "PULUMI_")
_OF_MUTUAL_TLS = {"trustStore", "ownershipCertificateArn"}
_ENCRYPTION = ("encryptionsalt", "encryptedkey", "secretsprovider")


class EngineError(Exception):
    """The engine can't be run as asked; one sentence with the remedy."""


@dataclass(frozen=True)
class Workspace:
    """One stack of a program and its state, for any number of engine runs."""

    folder: Path
    stack: str
    program: Path = ROOT

    def check(self) -> None:
        """The stack's file can be used here.

        Raises:
            EngineError: there is none, or it holds a value that was encrypted elsewhere.
        """
        self._config()

    def prepare(self, cloud: Cloud, settings: dict[str, Any], psp_key: str) -> None:
        """Copy the project's files, set for `cloud`, and create the stack if it is new.

        `settings` replace config values; a key without a namespace is the project's.

        Raises:
            EngineError: the stack has no file, it holds an encrypted value, or the engine refused.
        """
        (self.folder / "state").mkdir(parents=True, exist_ok=True)
        project = yaml.safe_load((self.program / "Pulumi.yaml").read_text())
        project["main"] = os.path.relpath(self.program, self.folder)
        project["runtime"]["options"]["virtualenv"] = str(ROOT / ".venv")
        (self.folder / "Pulumi.yaml").write_text(yaml.safe_dump(project))
        file = self.folder / f"Pulumi.{self.stack}.yaml"
        before = yaml.safe_load(file.read_text()) if file.exists() else {}
        config = self._config() | {
            "aws:region": cloud.region,
            "aws:allowedAccountIds": [cloud.account_id],
            # The emulator's functions run in this project's own virtual environment.
            namespaced(PROJECT, "dependencyLayer"): False,
            # Functions are processes of this machine, which is their network.
            namespaced(PROJECT, "network"): {},
            # The emulator starts no instance; `make workers` runs workers beside it.
            namespaced(PROJECT, "fleet"): {},
            # The emulator knows no chat, and nothing here is anybody's to read.
            namespaced(PROJECT, "alarmChat"): {},
            # What is locked for a year would outlive every test; the emulator writes no trail.
            namespaced(PROJECT, "auditTrail"): False,
            **{namespaced(PROJECT, key): value for key, value in settings.items()},
        }
        if own := config.get(namespaced(PROJECT, "domain")):
            # Nothing here speaks TLS, so nobody could be asked for a certificate.
            config[namespaced(PROJECT, "domain")] = {
                name: value for name, value in own.items() if name not in _OF_MUTUAL_TLS
            }
        encryption = {key: before[key] for key in _ENCRYPTION if key in before}
        file.write_text(yaml.safe_dump({"config": config, **encryption}))
        self.mend()
        if not self._state.exists():
            self._quiet("stack", "init", self.stack)
        self._quiet("config", "set", "--secret", "--stack", self.stack, "pspKey", stdin=psp_key)

    @property
    def resources(self) -> list[dict[str, Any]]:
        """What the state knows; empty before the first `up` and after `destroy`."""
        if not self._state.exists():
            return []
        latest = json.loads(self._state.read_text())["checkpoint"].get("latest") or {}
        return list(latest.get("resources") or [])

    def outputs(self) -> dict[str, Any]:
        """What the program exported, secrets in clear.

        Raises:
            EngineError: there is no such stack yet.
        """
        text = self._quiet("stack", "output", "--json", "--show-secrets", "--stack", self.stack)
        return dict(json.loads(text))

    @contextmanager
    def attached(self, cloud: Cloud) -> Iterator[dict[str, str]]:
        """A provider for `cloud`, and the environment of an engine that uses it."""
        with serving(cloud, self._journal.made) as port:
            yield {**self.environment(), "PULUMI_DEBUG_PROVIDERS": f"aws:{port}"}

    def run(
        self, cloud: Cloud, *arguments: str, capture: bool = False
    ) -> subprocess.CompletedProcess[str]:
        """`pulumi <arguments>` on this stack with `cloud` as AWS; the exit code is the engine's.

        What an earlier run that was killed left behind is cleared away first.
        """
        self.mend()
        if arguments[0] != "preview":
            self.tidy(cloud)
        with self.attached(cloud) as env:
            return subprocess.run(  # noqa: S603 - `make`'s own arguments
                self.command(*arguments),
                cwd=self.folder,
                env=env,
                text=True,
                check=False,
                capture_output=capture,
            )

    def mend(self) -> None:
        """Take away the notes beside the state that a killed engine left half-written.

        The state itself is replaced in one step; of its `.attrs` the engine needs none.
        """
        for notes in self._state.parent.glob("*.attrs"):
            if not _is_json(notes):
                notes.unlink()

    def tidy(self, cloud: Cloud) -> None:
        """Take away the lock of an engine that is gone, and the resources that it forgot."""
        locks = self.folder / "state" / ".pulumi" / "locks"
        for lock in locks.rglob("*.json"):
            if not _alive(json.loads(lock.read_text())["pid"]):
                lock.unlink()
        if not list(locks.rglob("*.json")):
            known = {(one["type"], one.get("id", "")) for one in self.resources}
            self._journal.sweep(known, cloud)

    def command(self, *arguments: str) -> list[str]:
        """The command line of an engine run on this stack."""
        return [pulumi(), *arguments, "--stack", self.stack, "--non-interactive"]

    def environment(self) -> dict[str, str]:
        """What the engine sees: the project's virtual environment, and no account of the user's."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(_FOREIGN)}
        return with_uv(kept, ROOT) | {
            "PULUMI_BACKEND_URL": f"file://{self.folder / 'state'}",
            "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
            # The AWS plugin is not used, and without a network the engine asks for it five times.
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "1",
            # Written after every step, the state costs more than all steps. Where an engine dies
            # before it is written, the journal says what was made, and the next run takes it away.
            "PULUMI_EXPERIMENTAL": "1",
            "PULUMI_SKIP_CHECKPOINTS": "1",
            "PULUMI_HOME": str(self.folder / "home"),
            "PULUMI_SKIP_UPDATE_CHECK": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "UV_OFFLINE": "1",
        }

    @property
    def _journal(self) -> Journal:
        return Journal(self.folder / "journal.jsonl")

    @property
    def _state(self) -> Path:
        return self.folder / "state" / ".pulumi" / "stacks" / PROJECT / f"{self.stack}.json"

    def _config(self) -> dict[str, Any]:
        source = self.program / f"Pulumi.{self.stack}.yaml"
        if not source.exists():
            known = sorted(path.name[7:-5] for path in self.program.glob("Pulumi.*.yaml"))
            raise EngineError(
                f"There is no {source.name}, so no stack {self.stack!r}; "
                f"choose one of {', '.join(known)} with STACK=, or write the file."
            )
        config: dict[str, Any] = (yaml.safe_load(source.read_text()) or {}).get("config") or {}
        # The key of the PSP is replaced anyway; nobody's real one comes near the emulator.
        config.pop(namespaced(PROJECT, "pspKey"), None)
        for key, value in config.items():
            if isinstance(value, dict) and set(value) == {"secure"}:
                raise EngineError(
                    f"{key} is encrypted in {source.name} and can't be read with ENGINE=local; "
                    "leave it out there, or use the real engine."
                )
        return config

    def _quiet(self, *arguments: str, stdin: str | None = None) -> str:
        done = subprocess.run(  # noqa: S603 - our own arguments
            [pulumi(), *arguments, "--non-interactive"],
            cwd=self.folder,
            env=self.environment(),
            text=True,
            check=False,
            capture_output=True,
            input=stdin,
        )
        if done.returncode:
            raise EngineError(f"`pulumi {' '.join(arguments[:2])}` failed: {done.stderr.strip()}")
        return done.stdout


def _is_json(file: Path) -> bool:
    try:
        json.loads(file.read_text())
    except ValueError:
        return False
    return True


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def pulumi() -> str:
    """The engine's command line.

    Raises:
        EngineError: it is not on PATH.
    """
    if found := shutil.which("pulumi"):
        return found
    raise EngineError(
        "`pulumi` is not on PATH; install it as https://www.pulumi.com/docs/install/ says."
    )
