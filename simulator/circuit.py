"""The circuit breaker's item behind a line of its own, a worker's memory, and their checks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from runtime.domain.circuit import (
    FAILURES,
    Circuit,
    FailureReason,
    State,
    Window,
    failure_reason_of,
)
from runtime.domain.errors import ConflictError
from runtime.domain.ledger import EntryType
from runtime.domain.psp import Outcome, PspObject
from runtime.use_cases.circuit_breaker import CallPermit, CircuitBreaker, CircuitBreakerPorts

if TYPE_CHECKING:
    from simulator.invocation import Invocation
    from simulator.observed import Observed


@dataclass
class Container:
    """One worker: its memory of the PSP, and the circuit as the batch that it runs knows it."""

    failures: int = FAILURES
    window: Window = field(init=False)
    known: Circuit | None = None
    """None: no message is under way here."""
    learned: Circuit | None = None
    """What a message of the batch last read or wrote; `known` is the code's own idea of it."""
    busy: int = 0
    failed: int = 0
    """Answers by which the PSP failed as they were given; a kept one is none."""

    def __post_init__(self) -> None:
        self.window = Window(self.failures)

    def done(self, *, dead: bool) -> None:
        """One message less; a process that died remembers nothing."""
        self.busy -= 1
        if not self.busy:
            self.known = self.learned = None
        if dead:
            self.window = Window(self.failures)


@dataclass
class Pass:
    """What one run learned of the circuit, and how many calls it has made since."""

    container: Container
    learned: Circuit | None = None
    """None: it could not be read."""
    calls: int = 0
    admitted: Circuit | None = None
    """What the batch knew when it let the next call leave; others may learn more on the way."""

    def learn(self, circuit: Circuit) -> None:
        """By a read or by a write of its own."""
        self.learned = self.container.learned = circuit
        self.calls = 0

    def hear(self, answer: object) -> None:
        """What the PSP keeps says nothing of its health, as if it had not been asked."""
        if isinstance(answer, Outcome | PspObject) and answer.kept:
            self.calls -= 1
        elif isinstance(answer, Outcome) and failure_reason_of(answer):
            self.container.failed += 1


class SimCircuitStore:
    """The CircuitStore port."""

    def __init__(self, run: "Invocation") -> None:
        self._run = run
        self._store = run.harness.observed.circuit

    def get(self) -> Circuit:
        """The circuit."""
        circuit = self._run.call("circuit", "get", self._store.get)
        self._run.known.learn(circuit)
        return circuit

    def put(self, circuit: Circuit) -> None:
        """Write it over the version before it."""
        self._run.call("circuit", "put", lambda: self._put(circuit), writes=True)
        self._run.known.learn(circuit)

    def _put(self, circuit: Circuit) -> None:
        run, before = self._run, self._store.circuit
        counts = run.harness.coverage.counts
        try:
            self._store.put(circuit)
        except ConflictError:
            counts["circuit changes refused for another's"] += 1
            raise
        run.harness.note(run.request_id, f"circuit {circuit.state} until {circuit.until}")
        counts[f"circuit {what(before, circuit)}"] += 1
        now = run.harness.scheduler.now + run.harness.observed.skew
        faults = [
            *switched(before, circuit, calls=run.known.calls, now=now),
            *opened_by_failures(before, circuit, run.container),
        ]
        run.harness.judge([f"circuit: {run.request_id}: {fault}." for fault in faults])


class SharedBreaker(CircuitBreaker):
    """The breaker of one message; what the messages of one batch know, they know together."""

    def __init__(self, run: "Invocation") -> None:
        self._container = run.container
        joins = self._container.known
        if joins is not None:
            run.known.learn(joins)
        self._joins = joins is not None
        ports = CircuitBreakerPorts(
            circuit=SimCircuitStore(run),
            clock=run,
            random=run,
            metrics=run,
            timing=run.harness.observed.timing,
        )
        super().__init__(ports, self._container.window)

    @property
    def circuit(self) -> Circuit:
        """As the batch knows it."""
        return self._container.known or Circuit()

    @circuit.setter
    def circuit(self, circuit: Circuit) -> None:
        if not self._joins:
            self._container.known = circuit

    def read(self) -> None:
        """Once per batch, by its first message."""
        if self._joins:
            self._joins = False
        else:
            super().read()


class SharedPermit(CallPermit):
    """The way to the PSP for one message; it notes by what it let a call leave."""

    def __init__(self, run: "Invocation") -> None:
        self._run = run
        super().__init__(SharedBreaker(run))

    def admits(self) -> bool:
        """Whether a call may leave now."""
        admitted = super().admits()
        self._run.known.admitted = self._run.container.known if admitted else None
        return admitted


def permit(run: "Invocation") -> CallPermit:
    """The way to the PSP for one message."""
    return SharedPermit(run)


def what(before: Circuit, after: Circuit) -> str:
    """A change of the circuit in words."""
    match before.state, after.state:
        case State.CLOSED, State.OPEN:
            return f"opened: {after.failure_reason}"
        case State.PROBING, State.OPEN if after.openings > before.openings:
            return "probes that failed"
        case State.PROBING, State.OPEN:
            return "probes given back"
        case State.PROBING, State.PROBING:
            return "probes of dead workers followed"
        case _, State.PROBING:
            return "probes"
        case _:
            return "closed"


def switched(before: Circuit, after: Circuit, *, calls: int, now: int) -> Iterator[str]:
    """What is wrong with a change, made after so many calls; `now` by the fastest clock."""
    probe = before.state is State.PROBING
    if after.version != before.version + 1:
        yield f"version {after.version} follows {before.version}"
    if after.state is State.PROBING and now < before.until:
        yield "two probes at once" if probe else "probed before its time"
    if after.state is State.CLOSED and not (probe and calls):
        yield "closed without a probe's call"
    if after.state is State.OPEN and after.openings == before.openings and calls:
        yield "a probe that called was given back"
    if after.state is State.OPEN and not isinstance(after.failure_reason, FailureReason):
        yield "open for no reason"


def opened_by_failures(before: Circuit, after: Circuit, worker: Container) -> Iterator[str]:
    """A closed circuit that is opened for failing: so many answers failed this worker, in truth."""
    failing = after.state is State.OPEN and after.failure_reason is FailureReason.FAILING
    if before.state is State.CLOSED and failing and worker.failed < worker.failures:
        yield f"opened after {worker.failed} failures"


def left(known: Pass, number: int) -> Iterator[str]:
    """What is wrong with a call of this run, after what it and its batch had learned."""
    known.calls += 1
    admitted, known.admitted = known.admitted, None
    circuits = [known.learned, known.container.learned, *([admitted] if admitted else [])]
    if not any(_lets(circuit, number) for circuit in circuits):
        yield "a call left past a circuit that was not closed"


def _lets(circuit: Circuit | None, number: int) -> bool:
    if circuit is None or circuit.state is State.CLOSED:
        return True
    mine = (circuit.owner or "").startswith(f"owner-{number}.")
    return mine and circuit.state is State.PROBING


def waits_use_no_attempt(observed: "Observed", payment_id: str) -> Iterator[str]:
    """I7: an attempt whose owner lived to end it has made its call."""
    owner = ""
    called = {one.attempt for one in observed.book.calls if one.payment_id == payment_id}
    for entry in observed.lines(payment_id):
        if entry.type is EntryType.ATTEMPT_STARTED:
            owner = entry.request_id
        ended = entry.type is EntryType.ATTEMPT_ENDED and entry.request_id == owner
        if ended and entry.data["number"] not in called:
            yield f"attempt {entry.data['number']} was used without a call"
