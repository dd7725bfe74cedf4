"""One stack before its deployment: what the checks look at, each thing found once."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from till.doctor.aws import Clients, clients
from till.doctor.finding import NotReadyError, Once
from till.doctor.tools import INSTALL, Machine
from till.lib.input import InputError

if TYPE_CHECKING:
    from stack_settings import StackSettings

PROJECT: Final = "tillstack"
RECORD_SECONDS: Final = 120
"""The longest that the program may take without the engine."""


class Target(NamedTuple):
    """Where the stack belongs."""

    region: str
    account: str


class Caller(NamedTuple):
    """Whose credentials these are."""

    account: str
    arn: str


class PlannedResource(NamedTuple):
    """A resource, declared or made, with the few inputs that checks look at."""

    type: str
    inputs: Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """Everything that a check may ask for."""

    stack: str
    machine: Machine
    pulumi: Once[str]
    """The command."""
    backend: Once[str]
    """The address of the state."""
    config: Once[Mapping[str, Any]]
    """Key → `{value, secret}`, as `pulumi config --json` writes it."""
    region: Once[str]
    home: Once[Target]
    settings: Once["StackSettings"]
    clients: Once[Clients]
    caller: Once[Caller]
    declared: Once[Sequence[PlannedResource]]
    """What the program would make."""
    had: Once[Sequence[PlannedResource]]
    """What the stack has already."""


def case(stack: str, machine: Machine) -> Case:
    """The stack's case; nothing is asked yet.

    Raises:
        InputError: there is no such stack, or it needs no account.
    """
    _exists(stack, machine.root)
    pulumi = Once("the Pulumi command line", lambda: _pulumi(machine))
    backend = Once("Pulumi's login", lambda: _backend(machine, pulumi))
    config = Once("the stack's config", lambda: _config(stack, machine, backend))
    region = Once("a region", lambda: _region(stack, config.needed()))
    home = Once("an account", lambda: Target(region.needed(), _account(stack, config.needed())))
    reach = Once("a region", lambda: clients(region.needed()))
    return Case(
        stack=stack,
        machine=machine,
        pulumi=pulumi,
        backend=backend,
        config=config,
        region=region,
        home=home,
        settings=Once("right settings", lambda: _settings(stack, config.needed())),
        clients=reach,
        caller=Once("the caller's identity", lambda: _caller(reach.needed())),
        declared=Once("the program", lambda: _declared(stack, machine.root, config.needed())),
        had=Once("the stack's state", lambda: _had(stack, machine, config)),
    )


def _exists(stack: str, root: Path) -> None:
    known = sorted({path.name[7:-5] for path in root.glob("Pulumi.*.yaml")} - {"local"})
    if stack not in known:
        why = "runs on the emulator" if stack == "local" else f"has no Pulumi.{stack}.yaml"
        message = f"The stack {stack!r} {why}; choose one of {', '.join(known)} with STACK=."
        raise InputError(message)


def _pulumi(machine: Machine) -> str:
    if found := machine.find("pulumi"):
        return found
    raise NotReadyError("`pulumi` is not on PATH", f"install it: {INSTALL}")


def _backend(machine: Machine, pulumi: Once[str]) -> str:
    pulumi.needed()
    answer = machine.ask("whoami", "--json")
    if answer.returncode:
        raise NotReadyError(
            "Pulumi is not logged in to a backend that keeps the state",
            "`pulumi login` (s3://…, or Pulumi Cloud)",
        )
    return str(json.loads(answer.stdout).get("url", ""))


def _config(stack: str, machine: Machine, backend: Once[str]) -> Mapping[str, Any]:
    backend.needed()
    if machine.ask("stack", "--stack", stack, "--show-name").returncode:
        raise NotReadyError(
            f"the stack {stack} does not exist yet",
            f"`pulumi stack init {stack}`",
        )
    answer = machine.ask("config", "--json", "--show-secrets", "--stack", stack)
    if answer.returncode:
        raise NotReadyError(
            f"the config of {stack} can't be opened",
            "its secrets provider must be reachable "
            "(KMS access, or PULUMI_CONFIG_PASSPHRASE_FILE for a passphrase)",
        )
    return dict(json.loads(answer.stdout))


def _region(stack: str, config: Mapping[str, Any]) -> str:
    if region := config.get("aws:region", {}).get("value"):
        return str(region)
    raise NotReadyError(
        "no region is set", f"`pulumi config set aws:region eu-central-1 --stack {stack}`"
    )


def _account(stack: str, config: Mapping[str, Any]) -> str:
    if account := _first(config.get("aws:allowedAccountIds", {}).get("value") or "[]"):
        return account
    raise NotReadyError(
        "no account is named",
        "`pulumi config set --path 'aws:allowedAccountIds[0]' --type string <account> "
        f"--stack {stack}`",
    )


def _first(text: str) -> str:
    """Of a list as JSON the first one; whether it is right the settings' own check says."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError:
        return text
    one = next(iter(found), "") if isinstance(found, list) else found
    return str(one)


def _settings(stack: str, config: Mapping[str, Any]) -> "StackSettings":
    # It brings the whole SDK, and no other command of `till` needs that.
    from stack_settings import SettingsError, parse  # noqa: PLC0415

    given = {key.removeprefix(f"{PROJECT}:"): text for key, text in _texts(config).items()}
    try:
        return parse(given, livemode=stack == "prod", stack=stack)
    except SettingsError as error:
        raise NotReadyError(str(error), "each line above ends with its command") from None


def _texts(config: Mapping[str, Any]) -> Mapping[str, str]:
    """Key → value, secrets in clear: for the program, never for a person."""
    return {key: each["value"] for key, each in config.items() if "value" in each}


def _caller(reach: Clients) -> Caller:
    answer = reach("sts").get_caller_identity()
    return Caller(answer["Account"], answer["Arn"])


def _declared(stack: str, root: Path, config: Mapping[str, Any]) -> Sequence[PlannedResource]:
    """The program runs in a process of its own, and gets its config as text on stdin.

    Raises:
        NotReadyError: the program does not run, or not to its end in time.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", "local.program.declared", stack],
            cwd=root,
            input=json.dumps(_texts(config)),
            text=True,
            check=False,
            capture_output=True,
            timeout=RECORD_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise NotReadyError(f"the program did not end in {RECORD_SECONDS} s") from None
    if done.returncode:
        said = done.stderr.strip() or f"exit code {done.returncode}"
        raise NotReadyError(f"the program does not run: {said}", "mend what it says")
    return [PlannedResource(kind, inputs) for kind, inputs in json.loads(done.stdout)]


def _had(
    stack: str, machine: Machine, config: Once[Mapping[str, Any]]
) -> Sequence[PlannedResource]:
    config.needed()
    answer = machine.ask("stack", "export", "--stack", stack)
    if answer.returncode:
        raise NotReadyError(
            f"the state of {stack} can't be read", f"`pulumi stack export --stack {stack}` says why"
        )
    made = json.loads(answer.stdout)["deployment"].get("resources") or []
    return [PlannedResource(each["type"], each.get("inputs") or {}) for each in made]
