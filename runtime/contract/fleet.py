"""Workers on EC2: how many, how large, and what they and the function may do to the provider."""

from collections.abc import Iterator
from typing import Annotated, Final, Protocol

from pydantic import Field

from runtime.contract.settings import PAYMENTS_PER_BATCH, FunctionSize, Network, Settings

WHILE_REPLACED: Final = 2
"""Times as many instances as a group wants, at most, while it is refreshed: a new one is there
before an old one goes, and a group may begin with all of them at once."""


class Fleet(Settings):
    """Workers on EC2, beside the function or instead of it."""

    instance_type: Annotated[str, Field(pattern=r"^[a-z]+[0-9]+g[a-z]*\.[0-9a-z]+$")] = "t4g.small"
    """Of Graviton processors, for which the packages are built."""
    min_instances: Annotated[int, Field(ge=1, le=100)] = 1
    """However little waits."""
    max_instances: Annotated[int, Field(ge=1, le=100)] = 2
    """However much waits."""
    in_flight: Annotated[int, Field(ge=1, le=10)] = 10
    """Payments at a time, on each instance."""
    beside_function: bool = True
    """Whether the function takes messages too."""
    psp_in_flight: Annotated[int, Field(ge=1, le=20_000)] | None = None
    """Toward the provider, by function and instances; unset: as many as the function alone may."""

    @property
    def most_in_flight(self) -> int:
        """Payments at a time, on all instances, while each of them is being replaced."""
        return self.max_instances * WHILE_REPLACED * self.in_flight


class WithFleet(Protocol):
    """What a fleet must fit."""

    @property
    def fleet(self) -> Fleet | None:
        """None: the function alone."""

    @property
    def processor(self) -> FunctionSize:
        """The function's size."""

    @property
    def network(self) -> Network | None:
        """Where workers run."""

    @property
    def dependency_layer(self) -> bool:
        """Whether there are packages."""


def fleet_faults(settings: WithFleet) -> Iterator[tuple[str, ...]]:
    """What is wrong with a fleet: a sentence, and the setting to set anew.

    One budget holds for what the function and the fleet have in flight toward the provider.
    """
    fleet = settings.fleet
    if fleet is None:
        return
    if settings.network is None:
        yield "needs private subnets: set `network` as well", "fleet"
    if not settings.dependency_layer:
        yield "needs the packages that `dependencyLayer` brings", "fleet"
    if fleet.min_instances > fleet.max_instances:
        yield "must be at least `fleet.minInstances`", "fleet", "maxInstances"
    usual = settings.processor.maximum_concurrency * PAYMENTS_PER_BATCH
    budget = fleet.psp_in_flight or usual
    beside = usual if fleet.beside_function else 0
    if beside + fleet.most_in_flight > budget:
        sentence = (
            f"allows {budget} payments in flight toward the provider; the fleet has up to "
            f"{fleet.most_in_flight} and the function {beside}"
        )
        yield sentence, "fleet", "pspInFlight"
