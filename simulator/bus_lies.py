"""A payment that was put on the bus, and lies about it that the checks must find."""

from runtime.domain.delivery import Unpublished, bus_lane
from runtime.domain.payment import Status
from simulator.bus_options import BusOptions
from simulator.delivery_lies import EVENT, ID, one_payment
from simulator.fault_injection import Options
from simulator.hands import Hand
from simulator.harness import Harness
from simulator.observed import Observed

LANE = bus_lane(ID)


def put(*fates: str, lags: float = 0) -> Harness:
    """One payment whose events were put; `fates` are those of the first requests."""
    options = Options(bus=BusOptions(there=True, lags=lags))
    return one_payment(options, {"bus request": list(fates)})


def due(at: int = 0, *, event: str = EVENT) -> Unpublished:
    """The payment's first event, or another, as it is due."""
    return Unpublished(LANE, at, event, "acme", at)


def waiting(observed: Observed, *events: Unpublished) -> None:
    """These are due, whatever was."""
    observed.store.unpublished.waiting.clear()
    observed.store.unpublished.add(events)


def never_came(observed: Observed) -> None:
    """The first event was not put."""
    del observed.on_bus.put[EVENT]


def given_up(observed: Observed) -> None:
    """It was given up."""
    never_came(observed)
    observed.on_bus.given_up.add(EVENT)


def still_due(observed: Observed) -> None:
    """It was put, and is due again."""
    waiting(observed, due())


def moved(observed: Observed) -> None:
    """A hand gave the payment to another merchant."""
    observed.hands[ID] = [Hand("merchant", "merchant", "bolt", "acme", Status.QUEUED, 1)]
