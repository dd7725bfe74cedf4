"""What makes the functions that tell merchants count something that a person should look at."""

from collections.abc import Callable, Mapping
from typing import Final

from runtime.contract.metrics import Metric
from runtime.contract.timing import WEBHOOK_STEPS
from runtime.domain.delivery import LATE, EndpointHealth
from runtime.domain.errors import MailAccountRefusedError, UnavailableError
from runtime.domain.webhook import SECRET_AGE
from runtime.handlers import deliver_events
from tests.fakes.directory import FakeDirectory
from tests.fakes.endpoint import REFUSED, telling
from tests.fakes.payments import Harness
from tests.runtime.handlers.events import records
from tests.runtime.use_cases.telling import Telling

Cause = Callable[[Harness], object]


def _world(harness: Harness, *, paused: bool = False) -> Telling:
    """A payment of a merchant whose endpoint and secret are of today."""
    harness.tells = True
    harness.accepted()
    merchant = telling(made_at=harness.clock.now())
    if paused:
        now = harness.clock.now()
        harness.ledger.events.endpoints["acme"] = EndpointHealth(9, now, 9, now + 60, now)
        webhook = merchant.webhook
        assert webhook
        named = webhook.model_copy(update={"contact": "ops@shop.example.com"})
        merchant = merchant.with_webhook(named)
    return Telling(harness, FakeDirectory(merchant))


def _given_up(harness: Harness) -> None:
    world = _world(harness)
    [due] = world.due
    harness.ledger.events.waiting.clear()
    harness.ledger.events.add([due._replace(attempts=len(WEBHOOK_STEPS))])
    world.sender.otherwise = REFUSED
    world.deliver()


def _unreadable(harness: Harness) -> None:
    world = _world(harness)
    deliver_events.respond(records("{}"), ports=world.ways, metrics=harness.metrics)


def _late(harness: Harness) -> None:
    world = _world(harness)
    harness.clock.advance(LATE + 1)
    world.sweep()


def _paused(harness: Harness) -> None:
    _world(harness, paused=True).sweep()


def _mail_refused(harness: Harness) -> None:
    world = _world(harness, paused=True)
    harness.mailer.fail_next("send", MailAccountRefusedError("not verified"))
    world.sweep()


def _nobody_woken(harness: Harness) -> None:
    world = _world(harness)
    world.lanes.fail_next("wake", UnavailableError("away"))
    world.sweep()


def _secret_old(harness: Harness) -> None:
    world = _world(harness)
    harness.clock.advance(SECRET_AGE + 1)
    world.sweep()


TELLING: Final[Mapping[str, Mapping[Metric, Cause]]] = {
    "deliver_events": {
        Metric.EVENT_GIVEN_UP: _given_up,
        Metric.MESSAGE_UNREADABLE: _unreadable,
    },
    "sweep_events": {
        Metric.EVENT_LATE: _late,
        Metric.MAIL_ACCOUNT_REFUSED: _mail_refused,
        Metric.SEND_AFTER_COMMIT_FAILED: _nobody_woken,
        Metric.WEBHOOK_PAUSED: _paused,
        Metric.WEBHOOK_SECRET_OLD: _secret_old,
    },
}
"""Handler → what it counts → how it comes to that."""
