"""Deploys a Pulumi program without an engine: what it declares is created in a cloud.

Every output is then known, and order follows from the outputs and from `depends_on`, as with the
engine.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulumi
from pulumi.runtime import mocks, rpc

from local.program.recording import Recorded
from local.program.runner import run_file
from local.program.sdk import plain
from local.program.settings_file import by_file
from local.program.stack_config import stack_config
from local.resources import KINDS, RECORDED_ONLY, Cloud, create, invoke


@dataclass(frozen=True)
class Deployment:
    """What a program deployed."""

    outputs: Mapping[str, Any]
    """The exports, secrets unwrapped."""
    resources: tuple[Recorded, ...]
    """In the order of creation, components included."""
    recorded_only: Mapping[str, tuple[int, str]]
    """Type token → how many were written down and not created, and why."""
    created: int
    """Resources that now exist in the emulator."""


class Creator(mocks.Mocks):
    """Answers a program's registrations and calls from one cloud."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud

    def make(
        self, token: str, name: str, inputs: Mapping[str, Any]
    ) -> tuple[str, Mapping[str, Any]]:
        """The physical id and the outputs of a new resource; `name` is the program's own."""
        del name
        return create(token, inputs, self.cloud)

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        """Make a resource, secrets marked; a component and a provider are none."""
        if not args.custom or args.typ.startswith("pulumi:providers:"):
            return "", args.inputs
        secret = {key for key, value in args.inputs.items() if rpc.is_rpc_secret(value)}
        physical, outputs = self.make(args.typ, args.name, plain(args.inputs))
        if args.typ in KINDS:
            secret |= KINDS[args.typ].secret_outputs
        return physical, {
            key: rpc.wrap_rpc_secret(value) if key in secret else value
            for key, value in outputs.items()
        }

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        """Answer a function of the provider."""
        return invoke(args.token, plain(args.args), self.cloud), []


def deploy(
    program: Path,
    *,
    project: str,
    stack: str,
    config: Mapping[str, str],
    secrets: Collection[str],
    emulator: Cloud,
) -> Deployment:
    """Run `program/__main__.py` (or the file itself) and create its resources in `emulator`.

    Config is `Pulumi.yaml`'s defaults, then `Pulumi.<stack>.yaml`, then `config`; a key without
    a namespace is the project's. `secrets` names the keys whose values are secret.

    Raises:
        ProgramError: two resources have one URN.
        ResourceError: a type or an input is unknown here, or AWS refused it.
        SettingsFileError: the program refuses its settings.
        StackConfigError: a stack file can't be read without the engine.
    """
    main = (program / "__main__.py" if program.is_dir() else program).resolve()
    settings = stack_config(main.parent, project, stack, config)
    try:
        recording = run_file(main, Creator(emulator), project, stack, settings, secrets)
    except pulumi.RunError as error:
        raise by_file(error, main.parent / f"Pulumi.{stack}.yaml", project) from None
    resources = tuple(recording.resources)
    left_out = {one.type for one in resources if one.type in RECORDED_ONLY}
    return Deployment(
        outputs=recording.exports,
        resources=resources,
        recorded_only={
            token: (sum(one.type == token for one in resources), RECORDED_ONLY[token])
            for token in sorted(left_out)
        },
        created=sum(one.type in KINDS for one in resources),
    )
