"""`till alarms`: what the alarms of the stack say."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from till.lib.answer import Document, answer
from till.lib.exits import Exit
from till.lib.options import AsJson, OutputsFile, StackName
from till.lib.report import Section
from till.lib.stack import client, stack_of

RINGING = "ALARM"


class Alarm(Document):
    """One alarm."""

    name: str
    state: str
    """`OK`, `ALARM` or `INSUFFICIENT_DATA`."""
    says: str
    since: str
    """When the state began: ISO 8601, UTC."""


class Alarms(Document):
    """What `till alarms --json` prints: those that ring first."""

    ringing: int
    alarms: list[Alarm]


def add(app: typer.Typer) -> None:
    """Put the command there."""
    app.command("alarms", help="What the alarms of the stack say.")(alarms)


def alarms(
    *,
    every: Annotated[bool, typer.Option("--all", help="Those that are quiet, too.")] = False,
    outputs: OutputsFile = None,
    stack: StackName = None,
    as_json: AsJson = False,
) -> int:
    """0 where none rings, 1 where one does.

    Raises:
        InputError, ClientError: one sentence each.
    """
    told = stack_of(outputs, stack)
    # Every name of the stack begins with project and stack, the table's as well.
    prefix = told.merchants_table.removesuffix("merchants")
    found = sorted(_alarms(client(told, "cloudwatch"), prefix), key=_ringing_first)
    ringing = [each for each in found if each.state == RINGING]
    shown = found if every else ringing
    document = Alarms(ringing=len(ringing), alarms=shown)
    answer(document, [report(shown, len(ringing), len(found))], as_json=as_json)
    return Exit.NO if ringing else Exit.DONE


def report(shown: Sequence[Alarm], ringing: int, total: int) -> Section:
    """One row for each alarm that is shown."""
    return Section(
        "Alarms",
        notes=[f"{ringing} of {total} ring."],
        columns=("alarm", "state", "since", "says"),
        rows=[(each.name, each.state, each.since, each.says) for each in shown],
    )


def _ringing_first(alarm: Alarm) -> tuple[bool, str]:
    return alarm.state != RINGING, alarm.name


def _alarms(cloudwatch: Any, prefix: str) -> list[Alarm]:
    pages = cloudwatch.get_paginator("describe_alarms").paginate(
        AlarmNamePrefix=prefix, AlarmTypes=["MetricAlarm", "CompositeAlarm"]
    )
    found: list[Mapping[str, Any]] = []
    for page in pages:
        found += page.get("MetricAlarms", [])
        found += page.get("CompositeAlarms", [])
    return [
        Alarm(
            name=str(each["AlarmName"]),
            state=str(each["StateValue"]),
            says=str(each.get("AlarmDescription", "")),
            since=each["StateUpdatedTimestamp"].strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
        for each in found
    ]
