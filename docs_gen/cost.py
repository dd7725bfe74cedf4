"""Writes what each stack costs a month: `python -m docs_gen.cost > docs/cost.md`."""

import sys
from typing import Final

from google.protobuf.json_format import MessageToDict

from docs_gen.environments import STACKS
from policy_proof.stacks import ours
from till.cost.fixed import Resource, fixed, prices

_LEFT: Final = "-"


def cost() -> str:
    """The page `docs/cost.md`."""
    of = {stack: {each.price.what: each for each in fixed(_resources(stack))} for stack in STACKS}
    known = prices()
    rows = [
        _row(
            price.what,
            f"{price.usd:.2f} per {price.each}",
            *(
                f"{lines[price.what].usd:.2f} ({lines[price.what].number:g})"
                if price.what in lines
                else _LEFT
                for lines in of.values()
            ),
            price.source,
        )
        for price in known.fixed
        if any(price.what in lines for lines in of.values())
    ]
    totals = [f"**{sum(each.usd for each in lines.values()):.2f}**" for lines in of.values()]
    return "\n".join(
        [
            "# What a stack costs a month with no traffic",
            "",
            "Made from the four stacks and `till/cost/prices.toml` by `make docs`.",
            "",
            f"US dollars, AWS's list prices for `{known.region}` as of {known.as_of}, by a month",
            f"of {known.month_hours} hours. They were looked up by hand and may have changed;",
            "other regions differ. In brackets how many. Each published version of a function",
            "keeps its snapshot until the version is deleted.",
            "",
            _row("what", "price", *STACKS, "source"),
            _row(*["---"] * (3 + len(STACKS))),
            *rows,
            _row("**together**", "", *totals, ""),
            "",
            "Beside that, by use:",
            "",
            *(f"- {what}: {said}" for what, said in known.per_use.items()),
            "- API Gateway, Lambda, DynamoDB, SQS, KMS requests, logs, metrics, traces, mail: each",
            "",
        ]
    )


def _resources(stack: str) -> list[Resource]:
    return [Resource(each.type, MessageToDict(each.inputs)) for each in ours(stack)]


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(cost())
