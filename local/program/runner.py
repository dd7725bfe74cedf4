"""Runs a Pulumi program in this process, without an engine, and keeps all that it declares.

`pulumi.runtime.set_mocks` lets a program's resources end in `mocks.Mocks.new_resource`. Who answers
there decides what a run is: `recorder` makes answers up, `in_process` creates in a cloud.
"""

import contextlib
import gc
import runpy
import sys
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import pulumi
from pulumi.runtime import mocks, rpc
from pulumi.runtime.config import set_all_config
from pulumi.runtime.settings import get_root_resource
from pulumi.runtime.stack import Stack

from local.program.recording import Recorded, Recording
from local.program.sdk import own_loop, plain
from local.program.stack_config import namespaced

STACK: Final = "pulumi:pulumi:Stack"
"""The type of the stack itself, in which everything stands."""


class ProgramError(Exception):
    """The program did what the engine would refuse, or what can't be done without one."""


class _Monitor(mocks.MockMonitor):
    """Keeps registrations, from several threads; each name once, and no event loop left open."""

    def __init__(self, cloud: mocks.Mocks, recording: Recording) -> None:
        super().__init__(cloud)
        self._recording = recording
        self._urns: set[str] = set()
        self._lock = threading.Lock()

    def make_urn(self, parent: str, type_: str, name: str) -> str:
        """As the engine makes it: with the types of all that a resource stands in, but the stack's.

        The SDK's own has the nearest one's alone, and the stack's.
        """
        around = parent.split("::")[2] if parent else ""
        types = f"{around}${type_}" if around and around != STACK else type_
        return f"urn:pulumi:{pulumi.get_stack()}::{pulumi.get_project()}::{types}::{name}"

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 - the SDK's name
        """Takes one registration."""
        urn = self.make_urn(request.parent, request.type, request.name)
        self._claim(urn)
        with own_loop():
            answer = super().RegisterResource(request)  # type: ignore[no-untyped-call] # the SDK's own
            inputs = rpc.deserialize_properties(request.object)
        # The stack itself is registered, but never made.
        if urn in self.resources:
            self._keep(urn, request, inputs, answer)
        return answer

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802 - the SDK's name
        """Takes a component's outputs."""
        with own_loop():
            outputs = rpc.deserialize_properties(request.outputs)
            self._recording.registered_outputs[request.urn] = outputs
            return super().RegisterResourceOutputs(request)  # type: ignore[no-untyped-call] # as above

    def Invoke(self, request: Any) -> Any:  # noqa: N802 - the SDK's name
        """Takes a call."""
        with own_loop():
            return super().Invoke(request)  # type: ignore[no-untyped-call] # as above

    def _claim(self, urn: str) -> None:
        with self._lock:
            if urn in self._urns:
                message = f"Two resources have the URN {urn}; the engine would refuse the second."
                raise ProgramError(message)
            self._urns.add(urn)

    def _keep(self, urn: str, request: Any, inputs: Mapping[str, Any], answer: Any) -> None:
        self._recording.resources.append(
            Recorded(
                type=request.type,
                name=request.name,
                urn=urn,
                parent=request.parent,
                custom=request.custom,
                physical=answer.id,
                inputs=plain(inputs),
                outputs=plain(self.resources[urn].state),
                dependencies=frozenset(request.dependencies),
                protect=request.protect,
                secret_inputs=frozenset(
                    key for key, value in inputs.items() if rpc.is_rpc_secret(value)
                ),
                request=request,
                state=answer.object,
            )
        )


def run(
    declare: Callable[[], object],
    cloud: mocks.Mocks,
    project: str,
    stack: str,
    settings: Mapping[str, str],
    secrets: Collection[str] = (),
    *,
    preview: bool = False,
) -> Recording:
    """Run `declare`, whose resources `cloud` answers, with nothing left of another run.

    Pulumi keeps a run's state in context variables, and a new thread starts without any.
    `secrets` names the settings whose values are secret; a key without a namespace is the
    project's.

    Raises:
        ProgramError: two resources have one URN.
    """
    recording = Recording()

    def in_thread() -> None:
        with own_loop():
            set_all_config(dict(settings), [namespaced(project, key) for key in secrets])
            monitor = _Monitor(cloud, recording)
            mocks.set_mocks(cloud, project, stack, preview=preview, monitor=monitor)
            _to_its_end(declare, recording)

    with _collector_as_before(), ThreadPoolExecutor(1) as thread:
        thread.submit(in_thread).result()
    return recording


@contextlib.contextmanager
def _collector_as_before() -> Iterator[None]:
    """A program may switch Python's collector off for good: its process ends with it, ours not."""
    was_enabled = gc.isenabled()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def run_file(
    main: Path,
    cloud: mocks.Mocks,
    project: str,
    stack: str,
    settings: Mapping[str, str],
    secrets: Collection[str] = (),
) -> Recording:
    """Run a program's file as the engine does: in its folder, first on the import path.

    Raises:
        ProgramError: two resources have one URN.
    """
    with _at_home_in(main.parent):
        return run(
            lambda: runpy.run_path(str(main), run_name="__main__"),
            cloud,
            project,
            stack,
            settings,
            secrets,
        )


def _to_its_end(declare: Callable[[], object], recording: Recording) -> None:
    """Wait for everything that `declare` began, and keep its exports."""

    @mocks.test  # type: ignore[untyped-decorator] # the SDK has no types here
    def declared() -> pulumi.Output[None]:
        declare()
        root = get_root_resource()
        outputs = {
            name: pulumi.Output.from_input(each)
            for name, each in (root.outputs if isinstance(root, Stack) else {}).items()
        }
        if not outputs:
            return pulumi.Output.from_input(None)
        secrets = pulumi.Output.all(**{name: each.is_secret() for name, each in outputs.items()})
        return pulumi.Output.all(
            pulumi.Output.unsecret(pulumi.Output.all(**outputs)), secrets
        ).apply(lambda found: _keep_exports(recording, *found))

    declared()


def _keep_exports(
    recording: Recording, exports: Mapping[str, Any], secrets: Mapping[str, bool]
) -> None:
    recording.exports.update(exports)
    recording.secret_exports.update(name for name, secret in secrets.items() if secret)


@contextlib.contextmanager
def _at_home_in(folder: Path) -> Iterator[None]:
    path = str(folder)
    sys.path.insert(0, path)
    try:
        with contextlib.chdir(path):
            yield
    finally:
        sys.path.remove(path)
