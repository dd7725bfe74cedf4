"""One run of one function: its clock, its chance, its end, and the boundary around each effect."""

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar

from runtime.contract.metrics import Metric
from runtime.domain.errors import UnavailableError
from runtime.domain.payment import Payment
from simulator.circuit import Container, Pass
from simulator.scheduler import Crash

if TYPE_CHECKING:
    from simulator.harness import Harness

Result = TypeVar("Result")

MINUTES: Final = 120
"""Two clocks that are wrong by so much, each on its side, differ by four minutes and more."""


COUNTED: Final = {
    Metric.EMAIL_EVENT_OUTDATED: "events about a mail that is not the record's",
    Metric.PSP_FAILURE_KEPT: "failures that the PSP keeps",
    Metric.PSP_CIRCUIT_WAITED: "messages that waited for the circuit",
    Metric.STEP_OUT_OF_TIME: "calls that did not fit",
}
"""Metric → what a run saw when it was counted."""
CALLS: Final = frozenset({Metric.REQUIRES_REVIEW, Metric.PAID_AFTER_FAILED})
"""Metrics whose alarm calls for a person."""


class Invocation:
    """Is Clock, Random and Metrics for the code that it runs, and wraps every effect of it.

    Each effect has a boundary before and after it: there the process may die, and there
    other tasks may get their turn. The code under test names these points by what it calls.
    """

    def __init__(
        self, harness: "Harness", use_case: str, lasts: int, container: Container | None = None
    ) -> None:
        self.harness = harness
        self.use_case = use_case
        self.number = harness.next_number()
        self.request_id = f"{use_case}-{self.number}"
        self.deadline = harness.scheduler.now + lasts
        skew = harness.options.skew if harness.fault_injection.on else 0
        self.skew = harness.fault_injection.within(-skew, skew)
        harness.coverage.counts["clocks that were minutes wrong"] += abs(self.skew) >= MINUTES
        self.injected: list[BaseException] = []
        """Failures that this run was given, so that others are its own."""
        self.container = container or Container()
        self.known = Pass(self.container)
        self.dead = False
        self.again = False
        """Whether a sweep or a person asked for it."""
        self.overtaken = False
        """Whether another run wrote first what this one wanted to write."""
        self.writes = 0
        """Times that it moved a row."""
        self.changes = len(harness.observed.store.changes)
        """How many the ledger had taken before."""
        self.sends = 0
        """Messages that it sent to where it takes its own from."""
        self.told = 0
        """Messages that it sent at all."""
        self.counted: Counter[str] = Counter()
        """Metrics."""
        self.refused: list[str] = []
        """Calls of our own ports that failed, by port and method."""
        self.read: Payment | None = None
        """The last row that it read or wrote."""
        self.contradicted: set[str] = set()
        """Payments of which it read a record that contradicts itself."""
        self.looked_up: set[str] = set()
        """Objects whose record it asked for."""
        self._tokens = 0

    def now(self) -> int:
        """This machine's time."""
        return self.harness.scheduler.now + self.skew

    def token(self) -> str:
        """Unique in this history."""
        self._tokens += 1
        return f"owner-{self.number}.{self._tokens}"

    def fraction(self) -> float:
        """Uniform in [0, 1)."""
        return self.harness.fault_injection.rng.random()

    def count(self, metric: Metric, **facts: str | int) -> None:
        """Add one to a metric."""
        del facts
        self.harness.metrics[metric] += 1
        self.counted[metric] += 1
        if metric in CALLS:
            self.harness.observed.alarms.add(self.request_id)
        if metric in COUNTED:
            self.harness.coverage.counts[COUNTED[metric]] += 1

    def time_left(self) -> float:
        """Seconds until it is killed."""
        return float(self.deadline - self.harness.scheduler.now)

    def edge(self, point: str) -> None:
        """A boundary: the process may die here, or others come first.

        Raises:
            Crash: it died.
        """
        harness = self.harness
        if self.dead or harness.scheduler.closed:
            raise Crash
        named = f"{self.use_case}: {point}"
        harness.coverage.passed[named] += harness.fault_injection.on and harness.options.crash > 0
        if harness.dies(named) or harness.scheduler.now >= self.deadline:
            self.dead = True
            harness.coverage.crash(named)
            harness.note(self.request_id, f"dies {point}")
            raise Crash
        if harness.fault_injection.chance(harness.options.slow):
            harness.coverage.counts["answers that came slowly"] += 1
            harness.scheduler.pause(harness.fault_injection.within(1, 30))
        elif harness.fault_injection.chance(harness.options.switch):
            harness.scheduler.pause()

    def call(
        self, port: str, method: str, effect: Callable[[], Result], *, writes: bool = False
    ) -> Result:
        """One call of a port: boundaries, refusals and lost answers around its effect.

        Raises:
            UnavailableError: refused, or done and the answer lost.
        """
        harness, point = self.harness, f"{port}.{method}"
        self.edge(f"before {point}")
        fate = harness.scripted(port)
        away = fate == "refused" or harness.fault_injection.out(port, harness.scheduler.now)
        if away or harness.fault_injection.chance(harness.options.refuse):
            self.refused.append(point)
            raise self.failure(UnavailableError(f"{point} was refused."))
        result = effect()
        if writes:
            harness.note(self.request_id, point)
            if fate == "lost" or harness.fault_injection.chance(harness.options.lose):
                harness.coverage.counts["lost replies"] += 1
                harness.coverage.counts["lost replies after commit"] += port == "ledger"
                self.refused.append(point)
                raise self.failure(UnavailableError(f"The answer of {point} was lost."))
        self.edge(f"after {point}")
        return result

    def failure(self, error: BaseException) -> BaseException:
        """The error, known as one that was given to this run."""
        self.injected.append(error)
        self.harness.note(self.request_id, str(error))
        return error
