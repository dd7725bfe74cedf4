"""Our functions' own counters and readings, written as the deployed functions write them."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from runtime.adapters.metrics import EmfMetrics
from runtime.adapters.secrets import Secret
from runtime.contract.metrics import Metric
from runtime.contract.scopes import Scope
from runtime.contract.throttle import Throttle
from runtime.domain.errors import RateLimitedError
from runtime.domain.payment import Payment
from runtime.domain.restore_drill import LastDrill
from runtime.step_log.counts import CountedCipher, CountedLedger
from runtime.use_cases.know_caller import Callers
from runtime.use_cases.tell_drill_age import TellDrillAgePorts, tell_drill_age
from tests.fakes.directory import directory_of
from tests.fakes.field_cipher import FakeFieldCipher
from tests.fakes.payments import Harness
from tests.fakes.signing import FakeSignatures
from tests.fakes.system import FakeClock, FakeMetrics
from tests.runtime.use_cases.test_tell_drill_age import FixedDrill


class WritingMetrics(FakeMetrics):
    """Counts as the fake does, and writes each count as the deployed function would."""

    def __init__(self, namespace: str, service: str) -> None:
        super().__init__()
        self._emf = EmfMetrics(namespace, service)

    def count(self, metric: Metric, **facts: str | int) -> None:
        """Add one, and write its line."""
        super().count(metric, **facts)
        self._emf.count(metric, **facts)

    def unfinished(self, seconds: int) -> None:
        """Keep it, and write its line."""
        super().unfinished(seconds)
        self._emf.unfinished(seconds)

    def ended(self, end: Metric, payment: Payment, seconds: int) -> None:
        """Keep it, and write its line."""
        super().ended(end, payment, seconds)
        self._emf.ended(end, payment, seconds)


def counting(namespace: str, service: str) -> Harness:
    """All fakes, whose ledger and cipher are counted as bootstrap has them counted."""
    metrics = WritingMetrics(namespace, service)
    harness = Harness(metrics=metrics)
    harness.cipher = CountedFakeCipher(harness.cipher, metrics)  # type: ignore[assignment] # It has all of the fake that is asked for.
    return harness


def call_too_often(harness: Harness, times: int) -> None:
    """A merchant that may call once is refused so often."""
    once = Throttle(rate=1, burst=1)
    directory = directory_of({"client-1": "acme"})
    callers = Callers(directory, harness.clock, harness.metrics, once, FakeSignatures)
    callers.caller_of("client-1", Scope.WRITE)
    for _ in range(times):
        with suppress(RateLimitedError):
            callers.caller_of("client-1", Scope.WRITE)


def wait_for_long(harness: Harness, metrics: WritingMetrics, seconds: int) -> None:
    """A payment without an answer waits once more, so long after it was accepted."""
    payment = harness.verifying()
    harness.clock.advance(seconds)
    CountedLedger(harness.ledger, metrics, harness.clock).defer(payment, 0, sweeps=1)


class CountedFakeCipher(CountedCipher):
    """The fake, counted; failures are still ordered from it."""

    def __init__(self, fake: FakeFieldCipher, metrics: WritingMetrics) -> None:
        super().__init__(lambda: fake, metrics)
        self.fail_next = fake.fail_next


class OldSecrets:
    """A Secrets Manager whose secret was written so many days ago."""

    def __init__(self, name: str, days: int) -> None:
        self._answer = {
            "Name": name,
            "SecretString": "text",
            "CreatedDate": datetime.fromtimestamp(FakeClock().now() - days * 86_400, UTC),
        }

    def get_secret_value(self, **_: Any) -> dict[str, Any]:
        """Whatever is asked for."""
        return self._answer


def read_secret(namespace: str, name: str, days: int) -> None:
    """A function reads a secret of that age."""
    tell = EmfMetrics(namespace, "process-payment").age
    Secret(OldSecrets(name, days), "arn", FakeClock(), tell).fresh()  # type: ignore[arg-type] # One method of it is asked.


def ask_for_the_last_drill(namespace: str, service: str, days: int) -> None:
    """The nightly run tells of a drill of that age."""
    clock = FakeClock()
    drills = FixedDrill(LastDrill(1, clock.now() - days * 86_400))
    tell = EmfMetrics(namespace, service).drilled
    tell_drill_age(TellDrillAgePorts(drills, list, clock, tell))
