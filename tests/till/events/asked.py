"""What asking for events needs, in memory."""

from runtime.domain.events import event_id
from runtime.domain.merchant import Merchant
from runtime.domain.payment import Payment, created_key, payment_id
from runtime.domain.webhook import Webhook
from tests.fakes.bus import FakeUnpublished
from tests.fakes.directory import FakeDirectory
from tests.fakes.events import FakeEvents
from tests.fakes.payment_queries import FakePaymentQueries
from tests.fakes.payments import ID, Harness
from tests.till.event_stack import endpoint
from till.events.asking import Asked
from till.events.ways import OnBus, ToEndpoint

SUCCEEDED = event_id(ID, 5)
"""Of a payment of `Harness.succeeded`."""
TOLD = endpoint()


def knowing(webhook: Webhook | None = TOLD, name: str = "acme") -> FakeDirectory:
    """A directory with one merchant, and this endpoint of it."""
    return FakeDirectory(Merchant(name=name, webhook=webhook))


class World:
    """A ledger, and what is due at the endpoint of acme and on the bus."""

    def __init__(self, events: FakeEvents | None = None) -> None:
        self.harness = Harness()
        self.events = events or FakeEvents()
        self.queries = FakePaymentQueries(self.harness.ledger)
        self.unpublished = FakeUnpublished()
        self.asked = Asked(self.queries, ToEndpoint(knowing(), self.events))
        self.on_bus = Asked(self.queries, OnBus(knowing(), self.unpublished))

    @property
    def now(self) -> int:
        """Unix seconds."""
        return self.harness.clock.now()

    def pays(self, times: int, merchant: str = "acme") -> list[Payment]:
        """So many accepted payments, a second apart, newest last."""
        made = []
        for number in range(times):
            identifier = payment_id(merchant, str(number))
            made.append(
                self.harness.accepted(
                    payment_id=identifier,
                    merchant=merchant,
                    created_key=created_key(self.now, identifier),
                )
            )
            self.harness.clock.advance(1)
        return made

    @property
    def due(self) -> list[str]:
        """The ids of what waits."""
        return sorted(each.event_id for each in self.events.waiting.values())
