"""Writes what each stack costs: `python -m docs_gen.cost > docs/cost.md`."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from google.protobuf.json_format import MessageToDict

from docs_gen.environments import STACKS
from policy_proof.stacks import ours
from till.cost.bill import Bill, bill
from till.cost.command import amount
from till.cost.counted import Counted, counted
from till.cost.fixed import Resource, fixed
from till.cost.prices import Line, Prices, UsePrice, prices
from till.cost.use import MAIL, MILLION, clock, shape, total

_LEFT: Final = "-"
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
            *_fixed(known, bills),
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
                       f"{price.source} ([read here]({price.read_on}))")  # fmt: skip
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


def _fixed(known: Prices, bills: Mapping[str, Bill]) -> Iterator[str]:
    of = {stack: {e.price.what: e for e in fixed(_resources(stack))} for stack in STACKS}
    by_clock = {stack: clock(shape(counted(), _resources(stack))) for stack in STACKS}
    yield from (
        "## A month with no traffic",
        "",
        "In brackets how many. Each published version of a function keeps its snapshot until the",
        "version is deleted.",
        "",
        _row("what", "price", *STACKS, "source"),
        _row(*["---"] * (3 + len(STACKS))),
    )
    for price in known.fixed:
        if any(price.what in lines for lines in of.values()):
            cells = [
                f"{lines[price.what].usd:.2f} ({lines[price.what].number:g})"
                if price.what in lines
                else _LEFT
                for lines in of.values()
            ]
            yield _row(price.what, f"{price.usd:.2f} per {price.each}", *cells, price.source)
    for used in known.use:
        found = [_found(each, used) for each in by_clock.values()]
        if any(found):
            cells = [f"{each.usd:.2f}" if each else _LEFT for each in found]
            what = f"by the clock, {used.service}: {used.of}"
            yield _row(what, _price(used), *cells, used.source)
    sums = [f"**{total(each.fixed):.2f}**" for each in bills.values()]
    yield _row("**together**", "", *sums, "")
    yield ""


@cache
def _resources(stack: str) -> tuple[Resource, ...]:
    """What the program declares for the stack."""
    return tuple(Resource(each.type, MessageToDict(each.inputs)) for each in ours(stack))


def _found(lines: Iterable[Line], price: UsePrice) -> Line | None:
    return next((each for each in lines if each.what == price.of), None)


def _price(price: UsePrice) -> str:
    return f"{price.usd:.10f}".rstrip("0").rstrip(".") + f" for {price.per:,}"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(cost())
