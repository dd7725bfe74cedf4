"""Runs a Pulumi program in this process, without an engine, and creates what it declares.

`pulumi.runtime.set_mocks` lets a program's resources end in `_Creator.new_resource`, which
creates them through `local.resources`. Every output is then known, and order follows from the
outputs and from `depends_on`, as with the engine.
"""

import contextlib
import runpy
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulumi
from pulumi.runtime import mocks, rpc
from pulumi.runtime.settings import get_root_resource
from pulumi.runtime.stack import Stack

from local.program.sdk import Monitor, plain, run_alone
from local.program.stack_config import namespaced, stack_config
from local.resources import KINDS, RECORDED_ONLY, Cloud, ResourceError, create, invoke


@dataclass(frozen=True)
class Recorded:
    """One resource as the program declared it and as it came out."""

    type: str
    name: str
    urn: str
    id: str
    parent: str
    """The parent's URN; the stack's for a resource that has none."""
    inputs: Mapping[str, Any]
    """camelCase, secrets unwrapped."""
    outputs: Mapping[str, Any]
    """camelCase, secrets unwrapped."""
    dependencies: frozenset[str]
    """URNs, from outputs used as inputs and from `depends_on`."""


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


class _Monitor(Monitor):
    """Keeps what a registration says beside its inputs: parent and dependencies."""

    refusal = ResourceError

    def __init__(self, creator: Creator) -> None:
        super().__init__(creator)
        self.recorded: list[Recorded] = []

    def keep(self, urn: str, request: Any, inputs: Mapping[str, Any], _answer: Any) -> None:
        made = self.resources[urn]
        self.recorded.append(
            Recorded(
                type=request.type,
                name=request.name,
                urn=urn,
                id=made.id,
                parent=request.parent,
                inputs=plain(inputs),
                outputs=plain(made.state),
                dependencies=frozenset(request.dependencies),
            )
        )


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
        ResourceError: a type or an input is unknown here, or AWS refused it.
        StackConfigError: a stack file holds a value that only the engine can read.
    """
    main = (program / "__main__.py" if program.is_dir() else program).resolve()
    settings = stack_config(main.parent, project, stack, config)
    monitor = _Monitor(Creator(emulator))
    outputs = run(main, monitor, project, stack, settings, secrets)
    resources = tuple(monitor.recorded)
    left_out = {one.type for one in resources if one.type in RECORDED_ONLY}
    return Deployment(
        outputs=outputs,
        resources=resources,
        recorded_only={
            token: (sum(one.type == token for one in resources), RECORDED_ONLY[token])
            for token in sorted(left_out)
        },
        created=sum(one.type in KINDS for one in resources),
    )


def run(
    main: Path,
    monitor: Monitor,
    project: str,
    stack: str,
    settings: Mapping[str, str],
    secrets: Collection[str],
) -> Mapping[str, Any]:
    """Run the program's file to its end, in its folder; the values of its exports."""
    secret = [namespaced(project, key) for key in secrets]
    with at_home_in(main.parent):
        return run_alone(lambda: exports(main), monitor, project, stack, settings, secret)


def exports(main: Path) -> Mapping[str, Any]:
    """Run the program to its end and return its exports' values."""
    found: dict[str, Any] = {}

    @mocks.test  # type: ignore[untyped-decorator] # as above
    def run() -> pulumi.Output[None]:
        runpy.run_path(str(main), run_name="__main__")
        root = get_root_resource()
        assert isinstance(root, Stack)  # noqa: S101 - `set_mocks` made it
        return pulumi.Output.all(**root.outputs).apply(found.update)

    run()
    return found


@contextlib.contextmanager
def at_home_in(folder: Path) -> Iterator[None]:
    """As the engine runs a program: in its folder, which is also first on the import path."""
    path = str(folder)
    sys.path.insert(0, path)
    try:
        with contextlib.chdir(path):
            yield
    finally:
        sys.path.remove(path)
