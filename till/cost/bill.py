"""A stack's bill: what its payments cost, what it costs without them, and both together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from till.cost.counted import counted
from till.cost.fixed import Resource, fixed
from till.cost.fleet import fleet
from till.cost.prices import Line, prices
from till.cost.use import MAIL, MILLION, clock, shape, total, use

LARGEST: Final = 3
"""Parts that are named."""


class Service(NamedTuple):
    """One service's part, in US dollars."""

    name: str
    per_million: float
    fixed: float
    """A month."""
    together: float
    """A month with the payments that were asked for."""


class Bill(NamedTuple):
    """One stack's, without mail and the provider's fees; the dearest first."""

    payments: int
    """In one month."""
    per_million: Sequence[Line]
    """Of a million in one month."""
    asked: Sequence[Line]
    """Of `payments`."""
    fixed: Sequence[Line]
    """A month, whatever is paid."""
    mail_per_million: float
    not_priced: Sequence[str]
    """A sentence for each part that is in no sum."""

    @property
    def services(self) -> list[Service]:
        """By service."""
        million, still, asked = map(_by_service, (self.per_million, self.fixed, self.asked))
        every = [
            Service(each, million[each], still[each], still[each] + asked[each])
            for each in sorted({*million, *still, *asked})
        ]
        return sorted(every, key=lambda each: -(each.per_million + each.fixed))

    @property
    def together(self) -> float:
        """A month with the payments, in US dollars."""
        return total(self.fixed) + total(self.asked)

    @property
    def largest(self) -> list[str]:
        """The largest parts of a million payments, in words."""
        return [f"{each.service}'s {each.what}" for each in self.per_million[:LARGEST]]


def bill(resources: Iterable[Resource], payments: int = MILLION) -> Bill:
    """The bill of a stack of these resources with so many payments in a month."""
    every = list(resources)
    stack = shape(counted(), every)
    million, asked = use(stack, MILLION), use(stack, payments)
    machines = fleet(every)
    still = [Line(e.price.service, e.price.what, e.number, e.usd) for e in fixed(every)]
    return Bill(
        payments,
        [each for each in million if each.what != MAIL],
        [each for each in asked if each.what != MAIL],
        sorted([*still, *machines.lines, *clock(stack)], key=lambda each: -each.usd),
        sum(each.usd for each in million if each.what == MAIL),
        machines.not_priced,
    )


def words() -> str:
    """Of when and where the prices are, and the count."""
    known, count = prices(), counted()
    return (
        f"US dollars, AWS's list prices for {known.region} as of {known.as_of}; calls as counted "
        f"on {count.as_of} of {count.payments} payments."
    )


def _by_service(lines: Iterable[Line]) -> defaultdict[str, float]:
    found: defaultdict[str, float] = defaultdict(float)
    for each in lines:
        found[each.service] += each.usd
    return found
