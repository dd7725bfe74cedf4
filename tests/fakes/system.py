"""Time, chance and counters that a test controls."""

from collections import Counter

from runtime.contract.metrics import Metric
from runtime.domain.payment import Payment


class FakeClock:
    """Stands still until told otherwise. Unix seconds."""

    def __init__(self, now: int = 1_795_341_600) -> None:
        self.time = now

    def now(self) -> int:
        """The time that was set."""
        return self.time

    def advance(self, seconds: int) -> None:
        """Let time pass."""
        self.time += seconds


class FakeRandom:
    """Numbered tokens and one fixed fraction (0.5: no spread either way)."""

    def __init__(self, fraction: float = 0.5) -> None:
        self.value = fraction
        self.tokens = 0

    def token(self) -> str:
        """Numbered from one: `token-1`."""
        self.tokens += 1
        return f"token-{self.tokens}"

    def fraction(self) -> float:
        """The fraction that was set."""
        return self.value


class FakeMetrics:
    """Adds up in `counts`."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.facts: dict[str, dict[str, str | int]] = {}
        self.ages: list[int] = []
        self.ends: list[tuple[Metric, str, int, int]] = []
        """Which end, in what currency, of how many minor units, after how many seconds."""

    def count(self, metric: Metric, **facts: str | int) -> None:
        """Add one, and keep the latest facts."""
        self.counts[metric] += 1
        self.facts[metric] = facts

    def unfinished(self, seconds: int) -> None:
        """Keep it in `ages`."""
        self.ages.append(seconds)

    def ended(self, end: Metric, payment: Payment, seconds: int) -> None:
        """Count the end, and keep it in `ends`."""
        self.counts[end] += 1
        self.ends.append((end, payment.currency, payment.amount, seconds))
