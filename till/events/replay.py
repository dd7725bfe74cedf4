"""`till events replay`: events of some days go to their merchant's endpoint or on the bus again."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from runtime.domain.events import EventType
from till.events.asking import ToBus, asked_of
from till.events.replaying import PACE, Replay, Window
from till.lib.answer import Document, answer
from till.lib.exits import PROBLEMS, CommandError, Exit
from till.lib.options import AsJson, OutputsFile, StackName
from till.lib.report import Section
from till.lib.stack import stack_of
from till.merchants.documents import Name
from till.merchants.typed import name_of
from till.payments.amounts import clock, lasted, moment

LONGEST: Final = 31 * 24 * 3_600
"""Seconds of one window."""
STOPPED: Final = "Stopped: what was made due stays due, and is sent."


class Replayed(Document):
    """What `till events replay --json` prints. Times are Unix seconds."""

    merchant: str
    on_bus: bool
    """Whether on the stack's bus; else at the merchant's endpoint."""
    first: int
    end: int
    """What happened then, or later, was left."""
    dry_run: bool
    """Nothing was made due."""
    stopped: bool
    """By Ctrl-C: not all was looked at."""
    payments: int
    """That were looked at."""
    events: dict[EventType, int]
    """Type → how many were made due, or would be."""
    last_due_at: int | None
    """When the last of them is due; null: there is none."""
    held_up: str | None
    """Why they are not sent at that time, in words; null: they are."""


def replay(
    *,
    name: Name,
    since: Annotated[str, typer.Option("--from", help="What happened then or later, UTC.")],
    until: Annotated[str, typer.Option("--to", help="What happened before, UTC.")],
    kind: Annotated[EventType | None, typer.Option("--type", help="Those of one type.")] = None,
    on_bus: ToBus = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count them; change nothing.")] = False,
    outputs: OutputsFile = None,
    stack: StackName = None,
    as_json: AsJson = False,
) -> int:
    """0 once all are due, 130 where it was stopped.

    Raises:
        CommandError: the window is none, the merchant has no endpoint, or the stack no bus.
        InputError, TillstackError, ClientError: one sentence each.
    """
    name, now = name_of(name), int(time.time())
    ports = asked_of(stack_of(outputs, stack), on_bus=on_bus)
    window = window_of(since, until, kind, now, ports.way.reaches_back)
    ports.way.admits(name)
    why = ports.way.held_up(name, now)
    run = Replay(name, window, ports, now, dry_run=dry_run)
    stopped = watched(run)
    document = Replayed(
        merchant=name,
        on_bus=on_bus,
        first=window.first,
        end=window.end,
        dry_run=dry_run,
        stopped=stopped,
        payments=run.payments,
        events=dict(run.made),
        last_due_at=run.last_due_at,
        held_up=why,
    )
    answer(document, [report(document, now)], as_json=as_json)
    return Exit.STOPPED if stopped else Exit.DONE


def window_of(
    since: str, until: str, kind: EventType | None, now: int, reaches_back: int | None
) -> Window:
    """The window that was typed, at `now`; it reaches back so many seconds (None: any).

    Raises:
        CommandError: it is none, too long or too long ago.
    """
    first, end = moment(since), moment(until)
    message = None
    if first >= end:
        message = f"--from {since} is not before --to {until}."
    elif end - first > LONGEST:
        message = f"From {since} to {until} are more than 31 days: take them in parts."
    elif reaches_back is not None and first < now - reaches_back:
        earliest = f"{clock(now - reaches_back).replace(' ', 'T')}Z"
        message = (
            f"--from {since} is more than 30 days ago, for which events are kept to be sent: the "
            f"earliest is {earliest}. What is older the merchant reads at GET /v1/events?payment=…"
        )
    if message:
        raise CommandError(Exit.MISUSED, f"{message} Nothing was made due.")
    return Window(first, end, kind)


def watched(run: Replay) -> bool:
    """Do it, with a bar where somebody watches; whether it was stopped by Ctrl-C.

    Raises:
        TillstackError, ClientError: after a line that says what had been done.
    """
    try:
        with bar(run.span) as step:
            run.go(step)
    except KeyboardInterrupt:
        return True
    except PROBLEMS:
        if run.total and not run.dry_run:
            sys.stderr.write(f"{run.total} events were made due before, and are sent.\n")
        raise
    return False


@contextmanager
def bar(total: int) -> Iterator[Callable[[int], None]]:
    """A bar on the standard error; it is called with how much of `total` is done."""
    console = Console(stderr=True)
    columns = TextColumn("Looking"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn()
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as shown:
        task = shown.add_task("", total=total)
        yield lambda done: shown.update(task, completed=done)


def report(done: Replayed, now: int) -> Section:
    """One row for each type."""
    total = sum(done.events.values())
    days = f"from {clock(done.first)} to {clock(done.end)} UTC"
    found = f"{total} events of {done.payments} payments of {done.merchant}, {days}."
    notes = [found, *_next(done, now)]
    rows = [(kind, str(count)) for kind, count in sorted(done.events.items())]
    title = "Would be sent again" if done.dry_run else "Sent again"
    alerts = [STOPPED if total and not done.dry_run else "Stopped."] if done.stopped else []
    return Section(title, alerts=alerts, notes=notes, columns=("type", "events"), rows=rows)


def _next(done: Replayed, now: int) -> Iterator[str]:
    if done.last_due_at is None:
        return
    if done.dry_run:
        yield "Nothing was made due: without --dry-run they are."
    else:
        became = "" if done.on_bus else "; `till events list` says what became of each"
        yield f"The first are sent within a minute{became}."
    if done.last_due_at > now:
        spread = f"{PACE} a second, over {lasted(done.last_due_at - now)}"
        yield f"They come {spread}, so that what happens meanwhile need not wait for them."
    if done.held_up:
        yield done.held_up
