"""What every run of a program under the SDK's mocks needs, and the SDK does not offer."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar, TypeVar

from pulumi.runtime import mocks, rpc
from pulumi.runtime.config import set_all_config

T = TypeVar("T")


def plain(value: Any) -> Any:
    """The value without its secret wrappers, at any depth; whole numbers are integers again."""
    if rpc.is_rpc_secret(value):
        return plain(rpc.unwrap_rpc_secret(value))
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


@contextlib.contextmanager
def own_loop() -> Iterator[None]:
    """An event loop for this thread, closed afterwards; the SDK would leave one open."""
    loop = asyncio.new_event_loop()
    # The first failure is raised; asyncio would also print each future that it left behind.
    loop.set_exception_handler(lambda _loop, _context: None)
    asyncio.set_event_loop(loop)
    try:
        yield
    finally:
        asyncio.set_event_loop(None)
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


class Monitor(mocks.MockMonitor):
    """Takes registrations from several threads, each name once, and leaves no event loop open."""

    refusal: ClassVar[type[Exception]]
    """What is raised where the engine would refuse the program."""

    def __init__(self, cloud: mocks.Mocks) -> None:
        super().__init__(cloud)
        self._urns: set[str] = set()
        self._lock = threading.Lock()

    def keep(self, urn: str, request: Any, inputs: Mapping[str, Any], answer: Any) -> None:
        """Called after each registration; `inputs` still have their secrets wrapped."""
        raise NotImplementedError

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 - the SDK's name
        """Takes one registration, and tells `keep` of it."""
        urn = self.make_urn(request.parent, request.type, request.name)
        self._claim(urn)
        with own_loop():
            answer = super().RegisterResource(request)  # type: ignore[no-untyped-call] # the SDK's own
            inputs = rpc.deserialize_properties(request.object)
        # The stack itself is registered, but never made.
        if urn in self.resources:
            self.keep(urn, request, inputs, answer)
        return answer

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802 - the SDK's name
        """Takes a component's outputs."""
        with own_loop():
            return super().RegisterResourceOutputs(request)  # type: ignore[no-untyped-call] # as above

    def Invoke(self, request: Any) -> Any:  # noqa: N802 - the SDK's name
        """Takes a call."""
        with own_loop():
            return super().Invoke(request)  # type: ignore[no-untyped-call] # as above

    def _claim(self, urn: str) -> None:
        with self._lock:
            if urn in self._urns:
                message = f"Two resources have the URN {urn}; the engine would refuse the second."
                raise self.refusal(message)
            self._urns.add(urn)


def run_alone(
    program: Callable[[], T],
    monitor: Monitor,
    project: str,
    stack: str,
    settings: Mapping[str, str],
    secrets: Collection[str] = (),
    *,
    preview: bool = False,
) -> T:
    """Run a program whose registrations go to `monitor`, with nothing left of another run.

    Pulumi keeps a run's state in context variables, and a new thread starts without any.
    `secrets` names the settings whose values are secret.
    """

    def in_thread() -> T:
        with own_loop():
            set_all_config(dict(settings), list(secrets))
            mocks.set_mocks(monitor.mocks, project, stack, preview=preview, monitor=monitor)
            return program()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(in_thread).result()
