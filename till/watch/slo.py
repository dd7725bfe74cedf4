"""`till slo`: are the objectives kept, and how much of the month's errors is left?"""

import time
from collections.abc import Iterator, Mapping
from typing import Any, Final

import typer

from runtime.contract.objectives import CALLS, METHOD, OBJECTIVES
from till.lib.answer import Document, answer
from till.lib.exits import CommandError, Exit
from till.lib.input import Outputs
from till.lib.options import AsJson, OutputsFile, StackName
from till.lib.report import Section
from till.lib.stack import client, on_this_machine, stack_of
from till.watch.error_budget import DAYS, HOUR_SECONDS, STEP_SECONDS, Budget, Samples, budget

_STAGE: Final = "live"
_MOST: Final = 100_800
"""Samples in one answer of GetMetricData, at most."""
_NO_DATA: Final = f"CloudWatch has no request for a payment within {DAYS} days."
_NONE_HERE: Final = "A stack of this machine has none: its emulator measures no requests."


class Slo(Document):
    """What `till slo --json` prints."""

    days: int
    until: int
    """Unix seconds: the last five minutes that are over."""
    objectives: list[Budget]


def add(app: typer.Typer) -> None:
    """Put the command there."""
    app.command("slo", help="Whether the objectives are kept, and what is left of the errors.")(slo)


def slo(*, outputs: OutputsFile = None, stack: StackName = None, as_json: AsJson = False) -> int:
    """0 where each objective is kept or nothing was measured, 1 where one is broken.

    Raises:
        InputError, ClientError: one sentence each.
    """
    told = stack_of(outputs, stack)
    document = slo_of(client(told, "cloudwatch"), told, int(time.time()))
    answer(document, [report(document, local=on_this_machine(told.gateway_url))], as_json=as_json)
    return Exit.NO if any(map(_broken, document.objectives)) else Exit.DONE


def slo_of(cloudwatch: Any, told: Outputs, now: int) -> Slo:
    """The objectives of the stack at `now`, in Unix seconds.

    Raises:
        CommandError: CloudWatch could not say.
        ClientError: one sentence.
    """
    until = now // STEP_SECONDS * STEP_SECONDS
    samples = _samples(cloudwatch, told, until)
    found = [budget(each, samples["calls"], samples[each.name], until) for each in OBJECTIVES]
    return Slo(days=DAYS, until=until, objectives=found)


def report(document: Slo, *, local: bool) -> Section:
    """One row for each objective."""
    measured = any(each.calls for each in document.objectives)
    return Section(
        f"Objectives, of {DAYS} days",
        alerts=[
            f"{each.name} is broken: {each.breach[0].lower()}{each.breach[1:]}, more often than "
            f"{1 - each.promised:.1%} of all. docs/runbooks/objectives.md says what to do."
            for each in document.objectives
            if _broken(each)
        ],
        notes=[] if measured else [_NO_DATA, *([_NONE_HERE] if local else [])],
        columns=(
            "objective", "promised", "good", "requests", "errors left", "burn, 1 h", "burn, 6 h",
        ),
        rows=[_row(each) for each in document.objectives],
    )  # fmt: skip


def _row(each: Budget) -> tuple[str, ...]:
    return (
        each.name,
        f"{each.promised:.1%}",
        _said(each.good, "{:.3%}"),
        str(each.calls),
        _said(each.budget_left, "{:.0%}"),
        _said(each.burn_1h, "{:.1f}"),
        _said(each.burn_6h, "{:.1f}"),
    )


def _said(value: float | None, form: str) -> str:
    return "-" if value is None else form.format(value)


def _broken(each: Budget) -> bool:
    return each.budget_left is not None and each.budget_left < 0


def _samples(cloudwatch: Any, told: Outputs, until: int) -> dict[str, Samples]:
    """`calls` and each objective's name → its samples."""
    found: dict[str, dict[int, float]] = {"calls": {}, **{each.name: {} for each in OBJECTIVES}}
    pages = cloudwatch.get_paginator("get_metric_data").paginate(
        MetricDataQueries=list(_queries(told)),
        StartTime=until - DAYS * 24 * HOUR_SECONDS,
        EndTime=until,
        ScanBy="TimestampAscending",
        MaxDatapoints=_MOST,
    )
    for page in pages:
        for each in page["MetricDataResults"]:
            if each["StatusCode"] in {"InternalError", "Forbidden"}:
                message = f"CloudWatch could not read {each['Label']}; give the command again."
                raise CommandError(Exit.UNREACHABLE, message)
            times = (round(at.timestamp()) for at in each["Timestamps"])
            found[each["Id"]].update(zip(times, each["Values"], strict=True))
    return dict(found)


def _queries(told: Outputs) -> Iterator[Mapping[str, Any]]:
    # Every name of the stack begins with project and stack, the table's as well.
    prefix = told.merchants_table.removesuffix("merchants")
    place = {"ApiName": f"{prefix}gateway", "Stage": _STAGE, **METHOD}
    dimensions = [{"Name": name, "Value": value} for name, value in place.items()]
    asked = {"calls": CALLS, **{each.name: (each.metric, each.statistic) for each in OBJECTIVES}}
    for name, (metric, statistic) in asked.items():
        of = {"Namespace": "AWS/ApiGateway", "MetricName": metric, "Dimensions": dimensions}
        stat = {"Metric": of, "Period": STEP_SECONDS, "Stat": statistic}
        yield {"Id": name, "MetricStat": stat}
