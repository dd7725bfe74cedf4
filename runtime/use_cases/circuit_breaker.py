"""The way to the PSP: one `CircuitBreaker` for a batch, one `CallPermit` for each message."""

from dataclasses import dataclass

from runtime.contract.metrics import Metric
from runtime.contract.timing import Timing
from runtime.domain.circuit import (
    AT_ONCE,
    Circuit,
    CircuitStore,
    FailureReason,
    State,
    Window,
    closed,
    failure_reason_of,
    opened,
    probing,
    released,
)
from runtime.domain.errors import ConflictError, UnavailableError, UnreadableRowError
from runtime.domain.ports import Clock, Metrics, Random
from runtime.domain.psp import Outcome, PspObject


@dataclass(frozen=True, slots=True)
class CircuitBreakerPorts:
    """What the breaker needs from outside."""

    circuit: CircuitStore
    clock: Clock
    random: Random
    metrics: Metrics
    timing: Timing


class CircuitBreaker:
    """The circuit as one batch knows it: read once, and again where a change of it was lost."""

    def __init__(self, ports: CircuitBreakerPorts, window: Window) -> None:
        self.ports = ports
        self.window = window
        self.circuit = Circuit()
        self.read()

    def read(self) -> None:
        """Know what is stored; where it can't be read, stay with what is known."""
        try:
            self.circuit = self.ports.circuit.get()
        except (UnavailableError, UnreadableRowError):
            self.ports.metrics.count(Metric.PSP_CIRCUIT_UNREADABLE)
        self.window.start(self.circuit.version)

    def change(self, circuit: Circuit) -> bool:
        """Write a change; what was not surely written does not hold here either."""
        try:
            self.ports.circuit.put(circuit)
        except ConflictError:
            self.read()
            return False
        except UnavailableError:
            self.ports.metrics.count(Metric.PSP_CIRCUIT_UNREADABLE)
            return False
        self.circuit = circuit
        self.window.start(circuit.version)
        return True

    def open(self, seen: Circuit, failure_reason: FailureReason, retry_after: int | None) -> None:
        """No call leaves any more, until the circuit may be probed.

        Many threads may find the same circuit `seen` failing; one of them opens it.
        """
        now, token = self.ports.clock.now(), self.ports.random.token()
        circuit = opened(seen, failure_reason, token, now, self.ports.timing, retry_after)
        if self.change(circuit):
            self.ports.metrics.count(
                Metric.PSP_CIRCUIT_OPENED,
                why=failure_reason,
                seconds=circuit.until - now,
                openings=circuit.openings,
            )


class CallPermit:
    """One message's calls: let through, held back, or the one probe."""

    def __init__(self, breaker: CircuitBreaker) -> None:
        self._breaker = breaker
        self._ports = breaker.ports
        self._token: str | None = None
        self._answered = False
        self._failed: tuple[FailureReason, int | None] | None = None
        """Why this probe failed, and what the PSP asked for."""

    def admits(self) -> bool:
        """Whether a call may leave now; where the circuit may be probed, tries to be the probe."""
        circuit = self._breaker.circuit
        if circuit.state is State.CLOSED:
            return True
        if self._probes():
            return self._failed is None
        now = self._ports.clock.now()
        if now < circuit.until:
            return False
        self._token = self._ports.random.token()
        if not self._breaker.change(probing(circuit, self._token, now, self._ports.timing)):
            return self._breaker.circuit.state is State.CLOSED
        self._answered = False  # What came before is no answer to the probe.
        self._ports.metrics.count(Metric.PSP_CIRCUIT_PROBED, openings=circuit.openings)
        return True

    def record_response(self, answer: object) -> None:
        """Take note of what the PSP answers, or fails to; what it keeps is of another time."""
        if isinstance(answer, Outcome | PspObject) and answer.kept:
            return
        failure_reason, circuit = failure_reason_of(answer), self._breaker.circuit
        self._answered |= failure_reason is None
        too_many = self._breaker.window.add(
            self._ports.clock.now(), failed=failure_reason is not None
        )
        if failure_reason is None or not isinstance(answer, Outcome):
            return
        if self._probes():
            self._failed = (failure_reason, answer.retry_after)
        elif circuit.state is not State.CLOSED or not (too_many or failure_reason in AT_ONCE):
            return
        self._breaker.open(circuit, failure_reason, answer.retry_after)

    def pause(self) -> int | None:
        """Seconds to wait for the circuit, spread so that one comes first; None: it is closed."""
        circuit, timing = self._breaker.circuit, self._ports.timing
        if circuit.state is State.CLOSED:
            return None
        # A probe is over long before its lease.
        left = circuit.until - self._ports.clock.now() if circuit.state is State.OPEN else 0
        spread = round(self._ports.random.fraction() * timing.circuit_open[0])
        return min(max(left, 1) + spread, timing.longest_wait)

    def leave(self) -> None:
        """The message is done: a probe that was answered well throughout closes the circuit."""
        if not self._probes():
            return
        circuit = self._breaker.circuit
        if self._failed:
            # It was heard, and could not be written then.
            self._breaker.open(circuit, *self._failed)
        elif not self._answered:
            self._breaker.change(released(circuit, self._ports.clock.now()))
        elif self._breaker.change(closed(circuit)):
            self._ports.metrics.count(Metric.PSP_CIRCUIT_CLOSED, openings=circuit.openings)

    def _probes(self) -> bool:
        circuit = self._breaker.circuit
        mine = self._token is not None and circuit.owner == self._token
        return mine and circuit.state is State.PROBING
