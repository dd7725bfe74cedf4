"""The circuit breaker on the PSP: when calls stop, who probes, when they flow again.

One `Circuit` is shared by all workers and changes under its version. It spares the PSP and the
payments' attempts; that nothing is charged twice never rests on it, so whoever can't read it
goes on as if it were closed.
"""

from collections import deque
from dataclasses import dataclass, replace
from enum import StrEnum
from threading import Lock
from typing import Final, Protocol

from runtime.contract.timing import Timing
from runtime.domain.psp import Outcome, OutcomeKind

FAILURES: Final = 5
"""So many failures among the last calls of one worker open the circuit."""
WINDOW_CALLS: Final = 20
WINDOW_SECONDS: Final = 60
"""A worker looks at its last calls: at most so many, none older than this."""


class State(StrEnum):
    """Whether calls may leave."""

    CLOSED = "closed"
    OPEN = "open"
    PROBING = "probing"
    """Half-open: one message's calls may leave, nobody else's."""


class FailureReason(StrEnum):
    """What a call says of the PSP itself, where that is nothing good."""

    FAILING = "failing"
    """No connection, no answer in time, 5xx, nonsense."""
    RATE_LIMITED = "rate_limited"
    """429."""
    LOCKED_OUT = "locked_out"
    """401 or 403: our credentials."""


AT_ONCE: Final = frozenset({FailureReason.RATE_LIMITED, FailureReason.LOCKED_OUT})
"""One of these opens the circuit; of the others it takes `FAILURES`."""


@dataclass(frozen=True, slots=True)
class Circuit:
    """What all workers know of the PSP; the times are Unix seconds."""

    version: int = 0
    state: State = State.CLOSED
    until: int = 0
    """Open: until then. Probing: the end of the probe's lease."""
    openings: int = 0
    """How often in a row it was opened."""
    failure_reason: FailureReason | None = None
    """Why, the last time."""
    owner: str | None = None
    """The token of who opened it, or of the message that probes: two writers never write alike."""


class CircuitStore(Protocol):
    """The one item that all workers share."""

    def get(self) -> Circuit:
        """The circuit, by a strong read; a closed one of version 0 where none was ever written.

        Raises:
            UnavailableError: no answer; the same call may be made again.
            UnreadableRowError: what is stored has no form that this code reads.
        """
        ...

    def put(self, circuit: Circuit) -> None:
        """Write it over the version before it.

        Raises:
            ConflictError: somebody else was first; nothing is written.
            UnavailableError: it may or may not be written.
        """
        ...


def failure_reason_of(answer: object) -> FailureReason | None:
    """What an answer of the PSP port says of the PSP's health."""
    if not isinstance(answer, Outcome):
        return None
    if answer.kind is OutcomeKind.MISCONFIGURED:
        return FailureReason.LOCKED_OUT
    if answer.code == "provider_rate_limited":
        return FailureReason.RATE_LIMITED
    return FailureReason.FAILING if answer.failing else None


def opened(
    circuit: Circuit,
    failure_reason: FailureReason,
    owner: str,
    now: int,
    timing: Timing,
    retry_after: int | None = None,
) -> Circuit:
    """Open for the next of the planned times, or as long as the PSP asked where that is longer."""
    planned = timing.circuit_open[min(circuit.openings, len(timing.circuit_open) - 1)]
    pause = min(max(planned, retry_after or 0), timing.longest_wait)
    return replace(
        circuit,
        version=circuit.version + 1,
        state=State.OPEN,
        until=now + pause,
        openings=circuit.openings + 1,
        failure_reason=failure_reason,
        owner=owner,
    )


def probing(circuit: Circuit, owner: str, now: int, timing: Timing) -> Circuit:
    """Half-open: `owner` alone may call, for as long as an invocation can last."""
    return replace(
        circuit,
        version=circuit.version + 1,
        state=State.PROBING,
        until=now + timing.lease,
        owner=owner,
    )


def released(circuit: Circuit, now: int) -> Circuit:
    """The probe called nobody after all: the next message may probe at once."""
    return replace(circuit, version=circuit.version + 1, state=State.OPEN, until=now, owner=None)


def closed(circuit: Circuit) -> Circuit:
    """Calls flow again, and the next opening is a first one."""
    return Circuit(version=circuit.version + 1)


class Window:
    """The last calls of one worker, kept from batch to batch; safe in threads."""

    def __init__(self, failures: int = FAILURES) -> None:
        """`failures`: how many of the calls must have failed to open the circuit."""
        self._failures = failures
        self._calls: deque[tuple[int, bool]] = deque(maxlen=WINDOW_CALLS)
        self._version = 0
        self._lock = Lock()

    def start(self, version: int) -> None:
        """Forget what was seen under another version of the circuit."""
        with self._lock:
            if version != self._version:
                self._version = version
                self._calls.clear()

    def add(self, now: int, *, failed: bool) -> bool:
        """One more call; whether too many of the last ones failed."""
        with self._lock:
            self._calls.append((now, failed))
            recent = [bad for at, bad in self._calls if at > now - WINDOW_SECONDS]
        return failed and sum(recent) >= self._failures
