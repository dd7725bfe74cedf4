"""A merchant that was told, and lies about it that the checks must find."""

from runtime.domain.delivery import DeliveryStatus, Due, Lane, Told
from runtime.domain.events import EventType, event_id
from runtime.domain.payment import event_lane, payment_id
from simulator.batch import quiet
from simulator.book import PAYS
from simulator.clients import Client, make_ask
from simulator.endpoint_options import EndpointOptions
from simulator.fault_injection import Options
from simulator.harness import Harness
from simulator.history import come_to_rest, sweep_every_minute
from simulator.observed import Observed
from simulator.telling import begin_telling

ID = payment_id("acme", "key-1")
EVENT = event_id(ID, 1)
LANE = Lane("acme", event_lane(ID))


def told(*fates: str) -> Harness:
    """One payment whose merchant was told of all of it; `fates` are those of the first events."""
    options = Options(endpoints=EndpointOptions(merchants=("acme",)))
    return one_payment(options, {"endpoint": list(fates)})


def one_payment(options: Options, lies: dict[str, list[str]]) -> Harness:
    """One payment that came to rest; nothing failed but what `lies` ordered."""
    harness = Harness("told", options)
    harness.lies = lies
    client = Client(harness, make_ask("acme", "key-1", 2_500, PAYS, "payer@example.com"))
    begin_telling(harness)
    harness.scheduler.after(0, client.submit)
    sweep_every_minute(harness)
    try:
        with quiet():
            come_to_rest(harness)
    finally:
        harness.scheduler.close()
    return harness


def due(at: int = 0, *, attempts: int = 0, event: str = EVENT) -> Due:
    """The payment's first event, or another, as it is due."""
    return Due(LANE, at, event, EventType.ACCEPTED, 0, attempts)


def waiting(observed: Observed, *events: Due) -> None:
    """These are due, whatever was."""
    observed.store.events.waiting.clear()
    observed.store.events.add(events)


def never_came(observed: Observed) -> None:
    """The endpoint was not sent the first event."""
    del observed.endpoints["acme"].took[EVENT]


def given_up(observed: Observed) -> None:
    """The first event was given up, and no alarm rang."""
    ended = Told(EVENT, EventType.ACCEPTED, 0, DeliveryStatus.GIVEN_UP, 10)
    observed.store.events.tell("acme", ended)
