"""Where events of the ledger are made due again: at a merchant's endpoint, or on the bus."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple, Protocol

from runtime.domain.bus_ports import UnpublishedEvents
from runtime.domain.delivery import KEPT, Due, EndpointHealth, Lane, Unpublished, bus_lane
from runtime.domain.event_store import DueEvents
from runtime.domain.events import EventType
from runtime.domain.payment import Payment, event_lane
from runtime.use_cases.deliver_events import Merchants
from till.lib.exits import CommandError, Exit
from till.payments.amounts import clock


class Step(NamedTuple):
    """One event of a payment."""

    event_id: str
    kind: EventType
    at: int
    """When it happened, in Unix seconds."""


class Way(Protocol):
    """Where they are made due. Its calls to the tables raise what those of the ports raise."""

    @property
    def on_bus(self) -> bool:
        """Whether it is the stack's bus."""

    @property
    def reaches_back(self) -> int | None:
        """Seconds for which what is due is kept from its event on; None: of whatever age it is."""

    def admits(self, merchant: str) -> None:
        """Make sure that the merchant's events can go there.

        Raises:
            CommandError: they can't.
        """

    def where(self, merchant: str) -> str:
        """As a sentence says it."""

    def ask_again(self, row: Payment, step: Step, due_at: int) -> None:
        """Make it due at `due_at` (Unix seconds)."""

    def held_up(self, merchant: str, now: int, /) -> str | None:
        """Why what is due does not go there within a minute, as a sentence; None: it does."""

    def seen(self, merchant: str, /) -> str:
        """Where a person sees what became of it, as a sentence."""


@dataclass(frozen=True)
class ToEndpoint:
    """At the endpoint of its merchant."""

    merchants: Merchants
    events: DueEvents
    on_bus: ClassVar[bool] = False
    reaches_back: ClassVar[int | None] = KEPT

    def admits(self, merchant: str) -> None:
        """A merchant that has an endpoint.

        Raises:
            CommandError: there is no such merchant, or it has no endpoint.
            UnavailableError, UnreadableRowError: the directory can't say.
        """
        found = self.merchants.get(merchant)
        if found is None:
            raise _nobody(merchant)
        if found.webhook is None:
            message = (
                f"The merchant {merchant} has no endpoint, and nothing was made due: `till "
                f"merchants webhook set {merchant} --url …` makes one."
            )
            raise CommandError(Exit.NO, message)

    def where(self, merchant: str) -> str:
        """The merchant's."""
        return f"at the endpoint of {merchant}"

    def ask_again(self, row: Payment, step: Step, due_at: int) -> None:
        """It begins anew, with no attempt."""
        self.events.ask_again(due_of(row, step, due_at))

    def held_up(self, merchant: str, now: int) -> str | None:
        """An endpoint may rest, or be paused."""
        return held_up(merchant, self.events.health(merchant), now)

    def seen(self, merchant: str) -> str:
        """In the list of what the merchant was told."""
        return f"`till events list {merchant}` says what became of it."


@dataclass(frozen=True)
class OnBus:
    """On the stack's bus, which keeps no list of what was put on it."""

    merchants: Merchants
    events: UnpublishedEvents
    on_bus: ClassVar[bool] = True
    reaches_back: ClassVar[int | None] = None

    def admits(self, merchant: str) -> None:
        """Any merchant: its payments may be older than the bus.

        Raises:
            CommandError: there is no such merchant.
            UnavailableError, UnreadableRowError: the directory can't say.
        """
        if self.merchants.get(merchant) is None:
            raise _nobody(merchant)

    def where(self, merchant: str) -> str:
        """The one of the stack, for everybody."""
        return f"on the bus, for {merchant}"

    def ask_again(self, row: Payment, step: Step, due_at: int) -> None:
        """It is looked for in the ledger from then on, as one of that moment is."""
        lane = bus_lane(row.payment_id)
        self.events.ask_again(Unpublished(lane, due_at, step.event_id, row.merchant, due_at))

    def held_up(self, _merchant: str, _now: int, /) -> str | None:
        """Nothing here can say."""
        return None

    def seen(self, _merchant: str, /) -> str:
        """Where an event is heard."""
        return "Whoever has a rule on the bus hears it, under the id that it has."


def due_of(row: Payment, step: Step, due_at: int) -> Due:
    """The event as it is made due at `due_at` (Unix seconds)."""
    lane = Lane(row.merchant, event_lane(row.payment_id))
    return Due(lane, due_at, step.event_id, step.kind, step.at)


def held_up(merchant: str, health: EndpointHealth, now: int) -> str | None:
    """Why what is due is not sent within a minute, as a sentence; None where nothing is."""
    if health.rest_until <= now and health.paused_at is None:
        return None
    how = "is paused" if health.paused_at is not None else "rests"
    until = f" until {clock(health.rest_until)} UTC" if health.rest_until > now else ""
    return (
        f"The endpoint {how}{until}, and what is due waits: `till merchants webhook resume "
        f"{merchant}` has it tried at once."
    )


def _nobody(merchant: str) -> CommandError:
    message = f"There is no merchant {merchant}: `till merchants list` shows all of them."
    return CommandError(Exit.MISUSED, message)
