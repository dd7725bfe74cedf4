"""Each argument in a process of its own, a few at once; a process may die of what it is given."""

import signal
import traceback
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Any, Final, Generic, NamedTuple, TypeVar

ArgumentT = TypeVar("ArgumentT")
ResultT = TypeVar("ResultT")

AT_ONCE: Final = 2
PATIENCE: Final = 900
"""Seconds on the wall until a process that waits for nothing is ended."""
PRELOAD: Final = (
    "_hypothesis_pytestplugin",
    "mutation.judge",
    "pytest_timeout",
    "simulator.machine",
)
"""What the server of processes imports once: it takes longer than most mutants."""


class Died(NamedTuple):
    """The signal that ended a process before it gave an answer."""

    signal: signal.Signals


class _Running(NamedTuple, Generic[ArgumentT]):
    process: BaseProcess
    argument: ArgumentT
    until: float


def each(
    work: Callable[[ArgumentT], ResultT],
    arguments: Iterable[ArgumentT],
    *,
    method: str = "forkserver",
    patience: float = PATIENCE,
) -> Iterator[tuple[ArgumentT, ResultT | Died]]:
    """What came of each, as it ends; `fork` gives each a copy of this process as it is.

    Raises:
        RuntimeError: the work itself failed, or somebody else ended its process: no answer.
    """
    waiting = iter(arguments)
    running: dict[Any, _Running[ArgumentT]] = {}
    try:
        while True:
            while len(running) < AT_ONCE and (argument := next(waiting, None)) is not None:
                here, process = _started(method, work, argument)
                running[here] = _Running(process, argument, monotonic() + patience)
            if not running:
                return
            soonest = min(one.until for one in running.values()) - monotonic()
            ready = wait(list(running), timeout=max(0, soonest))
            late = [here for here, one in running.items() if one.until <= monotonic()]
            for here in ready or late:
                one = running.pop(here)
                yield one.argument, _result(here, one.process, late=not ready)
    finally:
        for one in running.values():
            one.process.kill()


def _started(
    method: str, work: Callable[[ArgumentT], ResultT], argument: ArgumentT
) -> tuple[Any, BaseProcess]:
    context = get_context(method)
    context.set_forkserver_preload(list(PRELOAD))
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(there, work, argument))  # type: ignore[attr-defined]
    process.start()
    there.close()
    return here, process


def _answer(there: Any, work: Callable[[ArgumentT], ResultT], argument: ArgumentT) -> None:
    result, error = None, ""
    try:
        result = work(argument)
    except Exception as failed:  # noqa: BLE001 - the one who waits raises it.
        error = "".join(traceback.format_exception(failed))
    there.send((result, error))


def _result(here: Any, process: BaseProcess, *, late: bool) -> Any:
    if late:
        process.kill()
    try:
        result, error = here.recv()
    except EOFError:
        process.join()
        died = Died(signal.Signals(-(process.exitcode or 0)))
        if died.signal is signal.SIGKILL and not late:
            raise RuntimeError(
                "Another process ended one of ours: is there too little memory?"
            ) from None
        return died
    finally:
        here.close()
    process.join()
    if error:
        raise RuntimeError(error)
    return result
