"""`till cost`: what a stack's payments cost, and what it costs without any."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Final

import typer

from till.cost.bill import Bill, bill, words
from till.cost.counted import counted
from till.cost.prices import Line, prices
from till.cost.state import resources_of
from till.cost.use import MILLION, total
from till.lib.answer import Document, answer
from till.lib.exits import CommandError, Exit
from till.lib.options import AsJson, StackName
from till.lib.report import Section

_NUMBER: Final = re.compile(r"[0-9]{1,12}")


class Part(Document):
    """One line of the bill."""

    service: str
    what: str
    number: float
    """How many."""
    usd: float


class ServiceCost(Document):
    """One service, in US dollars."""

    service: str
    per_million: float
    """Payments."""
    fixed: float
    """A month."""
    together: float
    """A month with the payments that were asked for."""


class Assumed(Document):
    """What no count can say."""

    name: str
    value: float
    why: str


class Costs(Document):
    """What `till cost --json` prints: US dollars, without mail and the provider's fees."""

    region: str
    prices_as_of: date
    counted_on: date
    payments_per_month: int
    per_million_usd: float
    fixed_usd: float
    """A month."""
    together_usd: float
    """A month with the payments."""
    mail_per_million_usd: float
    largest: list[str]
    """The three largest parts of what payments cost."""
    services: list[ServiceCost]
    per_million: list[Part]
    fixed: list[Part]
    not_priced: list[str]
    """A sentence for each part that is in no sum."""
    assumptions: list[Assumed]


def add(app: typer.Typer) -> None:
    """Put the command there."""
    app.command("cost", help="What a stack's payments cost, and what it costs without any.")(run)


def run(
    *,
    state: Annotated[
        Path | None,
        typer.Option(help="What `pulumi stack export` wrote; - is the standard input."),
    ] = None,
    stack: StackName = None,
    payments_per_month: Annotated[
        str, typer.Option(metavar="NUMBER", help="For the column with both together.")
    ] = str(MILLION),
    as_json: AsJson = False,
) -> int:
    """0; the bill is on the standard output.

    Raises:
        InputError: the number is none, there is no such stack, or the file holds no state.
    """
    payments = number(payments_per_month)
    found = bill(resources_of(state, stack), payments)
    answer(document(found), sections(found), as_json=as_json)
    return Exit.DONE


def number(text: str) -> int:
    """How many payments a month.

    Raises:
        CommandError: it is no whole number above zero, or more than anybody has.
    """
    if not _NUMBER.fullmatch(text) or int(text) == 0:
        raise CommandError(
            Exit.MISUSED,
            f"--payments-per-month is {text[:40]!r}: give a whole number above zero, of at most 12 "
            "digits, as 250000.",
        )
    return int(text)


def document(found: Bill) -> Costs:
    """The bill for a program."""
    known = prices()
    return Costs(
        region=known.region,
        prices_as_of=known.as_of,
        counted_on=counted().as_of,
        payments_per_month=found.payments,
        per_million_usd=round(total(found.per_million), 2),
        fixed_usd=round(total(found.fixed), 2),
        together_usd=round(found.together, 2),
        mail_per_million_usd=round(found.mail_per_million, 2),
        largest=found.largest,
        services=[
            ServiceCost(
                service=each.name,
                per_million=round(each.per_million, 2),
                fixed=round(each.fixed, 2),
                together=round(each.together, 2),
            )
            for each in found.services
        ],
        per_million=_parts(found.per_million),
        fixed=_parts(found.fixed),
        not_priced=[*found.not_priced],
        assumptions=[Assumed(**each.model_dump()) for each in known.assumption],
    )


def sections(found: Bill) -> list[Section]:
    """The bill for a person."""
    sums = (total(found.per_million), total(found.fixed), found.together)
    return [
        Section(
            "By service",
            alerts=found.not_priced,
            notes=[
                words(),
                f"Of a million payments the largest parts are {', '.join(found.largest)}.",
                f"Beside that: {_usd(found.mail_per_million)} for a million mails; the PSP's fees.",
            ],
            columns=(
                "service",
                "a million payments",
                "fixed a month",
                f"a month with {found.payments:,}",
            ),
            rows=[
                *((each.name, *map(_usd, each[1:])) for each in found.services),
                ("together", *map(_usd, sums)),
            ],
        ),
        _lines("A million payments in a month", found.per_million),
        _lines("Fixed, a month", found.fixed),
        Section(
            "Assumed, where nothing can be counted",
            columns=("what", "value", "why"),
            rows=[(each.name, f"{each.value:g}", each.why) for each in prices().assumption],
        ),
    ]


def _lines(title: str, lines: Sequence[Line]) -> Section:
    rows = [(each.service, each.what, amount(each.number), _usd(each.usd)) for each in lines]
    return Section(title, columns=("service", "what", "how many", "US dollars"), rows=rows)


def _parts(lines: Sequence[Line]) -> list[Part]:
    return [
        Part(
            service=each.service,
            what=each.what,
            number=round(each.number, 4),
            usd=round(each.usd, 4),
        )
        for each in lines
    ]


def amount(number: float) -> str:
    """As a person reads it: thousands apart, and fractions of what is few."""
    return f"{number:,.0f}" if number == round(number) or number >= 1_000 else f"{number:,.2f}"  # noqa: PLR2004 - as it says


def _usd(dollars: float) -> str:
    return f"{dollars:,.2f}"
