"""Writes what each stack costs: `python -m docs_gen.cost > docs/cost.md`."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from google.protobuf.json_format import MessageToDict

from docs_gen.environments import STACKS
from policy_proof.stacks import ours, with_fleet
from till.cost.bill import Bill, bill
from till.cost.command import amount
from till.cost.counted import Counted, counted
from till.cost.fixed import Resource, fixed
from till.cost.fleet import fleet
from till.cost.prices import Line, Prices, UsePrice, prices
from till.cost.use import MAIL, MILLION, clock, shape, total

_LEFT: Final = "-"
_FLEETED: Final = "prod with a fleet"
_GIB: Final = 2**30
_NOT_COUNTED: Final = """\
- what goes wrong: a repetition, a late answer, a bank that declines, a mail that comes back;
- what a merchant asks beside paying: reads, lists and cancellations, each one request of the
  gateway, one call of a function and a trace;
- data that leaves AWS, and in a network of its own what passes endpoints and the NAT gateway;
- what functions read once in a while: secrets, the merchants' register;
- the daily reconciliation, the nightly roots with their events in the trail, the hourly end of
  payers' data, and the few requests for keys of what runs by the clock;
- the gateway's metrics by method, which CloudWatch may count as custom metrics, and the rules of
  EventBridge: no page that gives their price could be read;
- what is kept: logs, backups, the trail's files."""


def cost() -> str:
    """The page `docs/cost.md`."""
    known, count = prices(), counted()
    bills = {stack: bill(_resources(stack)) for stack in STACKS}
    return "\n".join(
        [
            "# What a stack costs",
            "",
            "Made by `make docs` from the four stacks, `till/cost/prices.toml`, and",
            "`till/cost/counted.json`, which `make cost` writes. `till cost --stack dev` prints",
            "the same of a stack that is up, and `till preview` what a change makes of it.",
            "",
            f"US dollars, AWS's list prices for `{known.region}` as of {known.as_of}, by a month",
            f"of {known.month_hours} hours, without free tiers. They were looked up by hand and",
            "may have changed; other regions differ.",
            "",
            *_payments(known, count, bills),
            *_writes(count),
            *_fixed(known),
            *_fleet(known),
            "## Assumed",
            "",
            "Where nothing can be counted on one machine:",
            "",
            _row("what", "value", "why"),
            _row(*["---"] * 3),
            *(_row(f"`{each.name}`", f"{each.value:g}", each.why) for each in known.assumption),
            "",
        ]
    )


def _payments(known: Prices, count: Counted, bills: Mapping[str, Bill]) -> Iterator[str]:
    by_price = {each.of: each for each in known.use}
    first = next(iter(bills.values()))
    yield from (
        "## A million payments",
        "",
        f"Counted on {count.as_of}: {count.payments} payments on one machine, each from its",
        "request to its mail and with the provider's one event of it, functions warm, one after",
        "the other, so that each batch of a queue is one message, which is the dearest. A million",
        "of them, evenly over one month:",
        "",
        _row("what", "how many", "price", *STACKS, "source"),
        _row(*["---"] * (4 + len(STACKS))),
    )
    for price in known.use:
        found = [_found(each.per_million, price) for each in bills.values()]
        if number := next((each.number for each in found if each), 0.0):
            cells = [f"{each.usd:.2f}" if each else _LEFT for each in found]
            yield _row(f"{price.service}: {price.of}", amount(number), _price(price), *cells,
                       _read(price))  # fmt: skip
    sums = [f"**{total(each.per_million):.2f}**" for each in bills.values()]
    yield _row("**together**", "", "", *sums, "")
    kept = count.stored_bytes * MILLION / _GIB
    yield from (
        "",
        "The three largest parts:",
        "",
        *(f"- {stack}: {', '.join(each.largest)}" for stack, each in bills.items()),
        "",
        f"Beside that {first.mail_per_million:.2f} for a million mails ({by_price[MAIL].source}),",
        f"and the provider's own fees. In both tables {kept:.1f} GB of a million payments stay,",
        f"{count.stored_bytes:,} bytes each.",
        "",
        "Not counted:",
        "",
        _NOT_COUNTED,
        "",
        "By use, and not by payment:",
        "",
        *(f"- {what}: {said}" for what, said in known.per_use.items()),
        "",
    )


def _writes(count: Counted) -> Iterator[str]:
    """The units of writing, by who writes what."""
    parts = sorted({part for _, part, _ in count.writes()})
    units = {(function, part): number for function, part, number in count.writes()}
    yield from (
        "### Units of writing, of one payment",
        "",
        "From the items as they were before and after each write, by DynamoDB's published rules",
        "(`local/cost/request_units.py`).",
        "",
        _row("function", *parts, "together"),
        _row(*["---"] * (2 + len(parts))),
    )
    for function in count.functions:
        own = [units.get((function, part), 0) for part in parts]
        yield _row(f"`{function}`", *map(str, own), str(sum(own)))
    sums = [sum(units.get((each, part), 0) for each in count.functions) for part in parts]
    yield _row("**together**", *map(str, sums), f"**{sum(sums)}**")
    yield ""


def _fixed(known: Prices) -> Iterator[str]:
    yield from (
        "## A month with no traffic",
        "",
        "In brackets how many, with the key of a [bus of events](events.md), which is an option.",
        "Each published version of a function keeps its snapshot until the version is deleted.",
        "",
        *still(known, {stack: _resources(stack) for stack in STACKS}),
        "",
    )


def still(known: Prices, stacks: Mapping[str, Sequence[Resource]]) -> Iterator[str]:
    """The table of what stacks, by name, cost with no traffic; then what has no price."""
    of = {stack: {e.price.what: e for e in fixed(own)} for stack, own in stacks.items()}
    by_clock = {stack: clock(shape(counted(), own)) for stack, own in stacks.items()}
    fleets = {stack: fleet(own) for stack, own in stacks.items()}
    yield _row("what", "price", *stacks, "source")
    yield _row(*["---"] * (3 + len(stacks)))
    for price in known.fixed:
        if any(price.what in lines for lines in of.values()):
            cells = [
                f"{lines[price.what].usd:.2f} ({lines[price.what].number:g})"
                if price.what in lines
                else _LEFT
                for lines in of.values()
            ]
            yield _row(price.what, f"{price.usd:.2f} per {price.each}", *cells, price.source)
    for part in known.of_fleets:
        found = [_found(each.lines, part) for each in fleets.values()]
        if any(found):
            cells = [f"{each.usd:.2f} ({each.number:,g})" if each else _LEFT for each in found]
            yield _row(f"{part.service}: {part.of}", _price(part), *cells, _read(part))
    for used in known.use:
        found = [_found(each, used) for each in by_clock.values()]
        if any(found):
            cells = [f"{each.usd:.2f}" if each else _LEFT for each in found]
            what = f"by the clock, {used.service}: {used.of}"
            yield _row(what, _price(used), *cells, used.source)
    sums = [f"**{total(bill(own).fixed):.2f}**" for own in stacks.values()]
    yield _row("**together**", "", *sums, "")
    for stack, each in fleets.items():
        yield from (line for said in each.not_priced for line in ("", f"{stack}: {said}"))


def _fleet(known: Prices) -> Iterator[str]:
    """What the setting `fleet` adds, and which instance types have a price."""
    added = [*_more(bill(_resources(_FLEETED)).fixed, bill(_resources("prod")).fixed)]
    source = {each.of: _read(each) for each in known.of_fleets}
    source |= {each.what: each.source for each in known.fixed}
    yield from (
        "### With a fleet",
        "",
        "No stack of the four has workers on EC2 ([scaling](scaling.md#on-ec2)). In the sizes",
        "that are not set, `fleet` makes a month of prod dearer, while little waits, by:",
        "",
        _row("what", "how many", "a month", "source"),
        _row(*["---"] * 4),
    )
    for each in sorted(added, key=lambda each: -each.usd):
        what, cells = f"{each.service}: {each.what}", (f"{each.number:,g}", f"{each.usd:.2f}")
        yield _row(what, *cells, source[each.what])
    yield from (
        _row("**together**", "", f"**{total(added):.2f}**", ""),
        "",
        "Each further instance costs the same for as long as it is there, without a key. Not",
        "counted: the surplus credits of a `t4g` that works above its baseline for long, what",
        "workers log, and what they ask of SQS while nothing comes.",
        "",
        "These instance types have a price here. Any other one is deployed all the same, and",
        "`till cost` says that it is not priced.",
        "",
        _row("instance type", "an hour", "a month"),
        _row(*["---"] * 3),
    )
    for kind, usd in known.instances.an_hour.items():
        yield _row(f"`{kind}`", f"{usd:g}", f"{usd * known.month_hours:.2f}")
    yield ""


def _more(now: Iterable[Line], then: Iterable[Line]) -> Iterator[Line]:
    """What is new in a bill, and by how much a line of it is larger."""
    known = {(each.service, each.what): each for each in then}
    for each in now:
        was = known.get((each.service, each.what), Line(each.service, each.what, 0, 0))
        if each.number > was.number:
            yield each._replace(number=each.number - was.number, usd=each.usd - was.usd)


@cache
def _resources(stack: str) -> tuple[Resource, ...]:
    """What the program declares for the stack."""
    found = with_fleet() if stack == _FLEETED else ours(stack)
    return tuple(Resource(each.type, MessageToDict(each.inputs)) for each in found)


def _found(lines: Iterable[Line], price: UsePrice) -> Line | None:
    return next((each for each in lines if each.what == price.of), None)


def _price(price: UsePrice) -> str:
    return f"{price.usd:.10f}".rstrip("0").rstrip(".") + f" for {price.per:,}"


def _read(price: UsePrice) -> str:
    """Where the price is from."""
    return f"{price.source} ([read here]({price.read_on}))"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(cost())
