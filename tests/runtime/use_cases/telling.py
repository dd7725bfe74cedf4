"""Everything that telling merchants stands on, as fakes."""

from collections.abc import Callable
from dataclasses import dataclass, field

from runtime.domain.delivery import BusLane, Due, Lane, bus_lane
from runtime.domain.payment import event_lane
from runtime.handlers.deliver_events import Ways
from runtime.use_cases.deliver_events import Delivered, DeliverEventsPorts, deliver_events
from runtime.use_cases.publish_events import Published, PublishEventsPorts, publish_events
from runtime.use_cases.sweep_events import SweepEventsPorts, SweptEvents, sweep_events
from tests.fakes import FakePaymentQueries
from tests.fakes.bus import FakeBus
from tests.fakes.directory import FakeDirectory
from tests.fakes.endpoint import FakeLanes, FakeSender, FakeSigner, telling
from tests.fakes.payments import ID, TIMING, Harness

LANE = Lane("acme", event_lane(ID))
BUS_LANE = bus_lane(ID)


@dataclass
class Telling:
    """A payment of a merchant with an endpoint."""

    harness: Harness = field(default_factory=lambda: Harness(tells=True))
    directory: FakeDirectory = field(default_factory=lambda: FakeDirectory(telling()))
    sender: FakeSender = field(default_factory=FakeSender)
    signer: FakeSigner = field(default_factory=FakeSigner)
    lanes: FakeLanes = field(default_factory=FakeLanes)
    bus: FakeBus = field(default_factory=FakeBus)
    left: float = 60.0
    """Seconds until the invocation is ended."""
    waited: list[float] = field(default_factory=list)
    on_wait: Callable[[], object] = lambda: None
    """What happens while a lane waits."""

    @property
    def due(self) -> list[Due]:
        """Everything that is, the first to be sent first."""
        waiting = self.harness.ledger.events.waiting.values()
        return sorted(waiting, key=lambda each: (each.due_at, each.event_id))

    def wait(self, seconds: float) -> None:
        """Time goes on, and so does the invocation's."""
        self.waited.append(seconds)
        self.on_wait()
        self.harness.clock.advance(round(seconds))
        self.left -= seconds

    def deliver(self, lane: Lane = LANE) -> Delivered:
        """One message of the queue."""
        return deliver_events(lane, self.ports())

    def ports(self) -> DeliverEventsPorts:
        """Those of `deliver_events`."""
        harness = self.harness
        return DeliverEventsPorts(
            merchants=self.directory,
            queries=FakePaymentQueries(harness.ledger),
            events=harness.ledger.events,
            signer=self.signer,
            sender=self.sender,
            clock=harness.clock,
            random=harness.random,
            metrics=harness.metrics,
            timing=TIMING,
            side_by_side=lambda work, all_of: [work(each) for each in all_of],
            wait=self.wait,
            time_left=lambda: self.left,
        )

    def publish(self, lane: BusLane = BUS_LANE) -> Published:
        """One message of the bus."""
        return publish_events(lane, self.publishing())

    def publishing(self) -> PublishEventsPorts:
        """Those of `publish_events`."""
        harness = self.harness
        return PublishEventsPorts(
            queries=FakePaymentQueries(harness.ledger),
            events=harness.ledger.unpublished,
            bus=self.bus,
            clock=harness.clock,
            metrics=harness.metrics,
            side_by_side=lambda work, all_of: [work(each) for each in all_of],
            time_left=lambda: self.left,
        )

    def ways(self) -> Ways:
        """Those of the handler."""
        return Ways(self.ports, lambda: self.publish if self.harness.on_bus else None)

    def sweep(self) -> SweptEvents:
        """One minute's look."""
        harness = self.harness
        ports = SweepEventsPorts(
            merchants=self.directory,
            events=harness.ledger.events,
            lanes=self.lanes,
            mailer=harness.mailer,
            clock=harness.clock,
            random=harness.random,
            metrics=harness.metrics,
            time_left=lambda: self.left,
            unpublished=harness.ledger.unpublished if harness.on_bus else None,
        )
        return sweep_events(ports)
