"""The dated file of AWS's list prices, and of what is assumed where nothing can be counted."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

PRICES: Final = Path(__file__).with_name("prices.toml")


class _Dated(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Price(_Dated):
    """One thing that is paid by the month."""

    type: str
    service: str
    what: str
    usd: float
    """A month, of one of `each`."""
    each: Literal[
        "resource", "rule", "metric", "endpoint and zone", "zone of the network", "snapshot, GB"
    ]
    source: str
    """The page of AWS's, by its title."""


class UsePrice(_Dated):
    """One thing that is paid by use."""

    of: str
    service: str
    usd: float
    """For `per` of them."""
    per: int
    source: str
    """The page of AWS's, by its title."""
    read_on: str
    """The address of the page on which the number was read."""


class InstancePrices(_Dated):
    """What instances cost, by their types."""

    service: str
    source: str
    """The page of AWS's, by its title."""
    read_on: str
    """The address of the page on which the numbers were read."""
    an_hour: Mapping[str, float]
    """Type → US dollars."""

    @property
    def hours(self) -> list[UsePrice]:
        """Each as what is paid by use: `hours of <type>`."""
        return [
            UsePrice(
                of=f"hours of {each}",
                service=self.service,
                usd=usd,
                per=1,
                source=self.source,
                read_on=self.read_on,
            )
            for each, usd in self.an_hour.items()
        ]


class Assumption(_Dated):
    """A number that no count on one machine can say."""

    name: str
    value: float
    why: str


class Prices(_Dated):
    """The dated file."""

    region: str
    as_of: date
    month_hours: int
    fixed: tuple[Price, ...]
    use: tuple[UsePrice, ...]
    instances: InstancePrices
    fleet: tuple[UsePrice, ...]
    """What instances have beside their hours, a month."""
    assumption: tuple[Assumption, ...]
    per_use: Mapping[str, str]

    @property
    def of_fleets(self) -> list[UsePrice]:
        """All that a fleet is paid by."""
        return [*self.instances.hours, *self.fleet]

    def assumed(self, name: str) -> float:
        """The assumption's value."""
        return next(each.value for each in self.assumption if each.name == name)


class Line(NamedTuple):
    """One line of a bill, of a month."""

    service: str
    what: str
    number: float
    """How many."""
    usd: float


@cache
def prices() -> Prices:
    """The prices that this version knows."""
    return Prices.model_validate(tomllib.loads(PRICES.read_text(encoding="utf-8")))


def priced(amounts: Mapping[str, float]) -> list[Line]:
    """What so many of each cost, by the names of the file's uses; of none there is no line.

    Raises:
        KeyError: one has no price.
    """
    known = {each.of: each for each in (*prices().use, *prices().of_fleets)}
    return [
        Line(known[of].service, of, number, number * known[of].usd / known[of].per)
        for of, number in amounts.items()
        if number
    ]
