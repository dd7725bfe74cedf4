"""`till restore-drill`: bring the ledger back of a moment, beside the one in use, and look at it.

Two new tables are made, read and, with `--delete`, deleted. Of the stack it changes one item, which
says when its ledger was last brought back and found sound.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final

import botocore.session
import typer
from botocore.config import Config
from rich.console import Console

from runtime.adapters.secrets import Secret
from runtime.adapters.stripe_psp import StripePsp
from runtime.adapters.system import SystemClock
from runtime.domain.psp import Psp
from runtime.domain.restore_check import ENTRIES_LATER
from till.lib.answer import Document, say_json
from till.lib.exits import Exit
from till.lib.input import InputError
from till.lib.options import AsJson, OutputsFile, StackName
from till.lib.report import show
from till.lib.stack import stack_of
from till.restore._switch import ALIAS, Clients
from till.restore.drill import Drill, Say
from till.restore.plan import Plan, StackTables
from till.restore.point_in_time import FORM, PointInTime, Restorer

RECONCILER: Final = "reconcile_payments"
"""Whose way to the PSP the drill takes: it reads both books as well."""

PSP_SECONDS: Final = 2.0, 8.0
"""To connect to the PSP, and for one of its answers."""

SOUND, BROKEN, STOPPED = Exit.DONE, Exit.NO, Exit.STOPPED

WIDTH: Final = 160
"""Columns of what is piped: a payment's id stays in one piece."""


class Drilled(Document):
    """What `till restore-drill --json` prints; the report itself goes to the standard error."""

    sound: bool
    stopped: bool
    at: str
    """UTC, as `2026-11-28T05:00:00Z`."""
    tables: list[str]
    """Those that exist afterwards."""


def add(app: typer.Typer) -> None:
    """Put the command there."""
    what = "Bring both tables back of a moment, as new ones, and check them."
    app.command("restore-drill", help=what)(run)


def moment(text: str) -> datetime:
    """A moment as a person writes it.

    Raises:
        typer.BadParameter: it is none.
    """
    try:
        return datetime.strptime(text, FORM).replace(tzinfo=UTC)
    except ValueError:
        message = f"{text} is not a moment in UTC like 2026-11-28T05:00:00Z"
        raise typer.BadParameter(message) from None


def run(
    *,
    outputs: OutputsFile = None,
    stack: StackName = None,
    at: Annotated[
        datetime | None,
        typer.Option(
            parser=moment,
            metavar="MOMENT",
            help="UTC, as 2026-11-28T05:00:00Z; without it the latest that can be.",
        ),
    ] = None,
    delete: Annotated[
        bool, typer.Option("--delete", help="Delete the two new tables at the end.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """0 for a sound ledger, 1 for a broken one, 130 for one that nobody waited for.

    Raises:
        InputError, TillstackError, BotoCoreError, ClientError: one sentence each.
    """
    told = stack_of(outputs, stack)
    tables = StackTables(told.payments_table, told.entries_table, told.functions)
    restorer = PointInTime(client("dynamodb"))
    plan = Plan(tables.payments, tables.entries, at or latest(restorer, tables))
    for source, moment_of, _ in plan.steps:
        restorer.check(source, moment_of)
    console, one = paper(aside=as_json), Drill(client, tables, plan)
    with provider(client, tables) as psp:
        ended = watched(console, one, lambda: drill(console, one, restorer, psp, delete=delete))
    if as_json:
        when = plan.at.strftime(FORM)
        say_json(
            Drilled(sound=ended == SOUND, stopped=ended == STOPPED, at=when, tables=list(one.made))
        )
    return ended


def paper(*, aside: bool = False) -> Console:
    """Where a drill prints; `aside` leaves the standard output to a document."""
    stream = sys.stderr if aside else sys.stdout
    return Console(stderr=aside, width=None if stream.isatty() else WIDTH, log_path=False)


def watched(console: Console, one: Drill, work: Callable[[], int]) -> int:
    """What `work` answers, or 130 at Ctrl-C; however it ends, the tables that it left are named."""
    try:
        return work()
    except KeyboardInterrupt:
        console.print("Stopped; nothing of the drill runs on here.")
        return STOPPED
    finally:
        for table in one.made:
            console.print(
                f"{table} exists, or will when AWS has made it: "
                f"aws dynamodb delete-table --table-name {table}",
                soft_wrap=True,
                highlight=False,
            )


def latest(restorer: PointInTime, stack: StackTables) -> datetime:
    """The latest moment that both tables can be brought back of.

    Raises:
        InputError: a table can't be brought back at all.
    """
    ends = [restorer.window(table)[1] for table in (stack.payments, stack.entries)]
    return min(ends).replace(microsecond=0) - timedelta(seconds=ENTRIES_LATER)


def drill(console: Console, one: Drill, restorer: Restorer, psp: Psp, *, delete: bool) -> int:
    """Bring back, look, print; the exit code.

    Raises:
        InputError, TillstackError, BotoCoreError, ClientError: `one` knows what was made.
    """
    with progress(console) as say:
        show(console, [one.restore(restorer, say)])
        sound, sections = one.look(psp, int(time.time()), say)
        show(console, [*sections, *one.switch(say)])
        if sound:
            say("Recording the drill")
            one.record(int(time.time()))
        if delete:
            say("Deleting the new tables")
            one.remove()
    return SOUND if sound else BROKEN


@contextmanager
def progress(console: Console) -> Iterator[Say]:
    """One line that says what happens, and since when; where nobody watches, a line a step."""
    if console.is_terminal:
        with console.status("") as status:
            yield lambda text: status.update(f"{text} (since {datetime.now(UTC):%H:%M:%S} UTC)")
        return
    told: list[str] = []

    def once(text: str) -> None:
        step = text.partition(": ")[0]
        if step not in told:
            told.append(step)
            console.print(step, soft_wrap=True, highlight=False)

    yield once


@contextmanager
def provider(clients: Clients, stack: StackTables) -> Iterator[StripePsp]:
    """The PSP as the stack's reconciler reaches it.

    Raises:
        InputError: the stack has no reconciler.
        UnavailableError: its key can't be read.
    """
    if RECONCILER not in stack.functions:
        message = f"The outputs name no function {RECONCILER}: the stack is older than this tool."
        raise InputError(message)
    told = clients("lambda").get_function_configuration(
        FunctionName=stack.functions[RECONCILER], Qualifier=ALIAS
    )["Environment"]["Variables"]
    secret = Secret(
        clients("secretsmanager"), told["PSP_SECRET_ARN"], SystemClock(), lambda *_: None
    )
    connect, read = PSP_SECONDS
    psp = StripePsp(
        told["PSP_API_BASE"],
        secret.fresh,
        livemode=told["LIVEMODE"] == "true",
        connect=connect,
        read=read,
    )
    try:
        yield psp
    finally:
        psp.close()


def client(service: str) -> Any:
    """A client with the operator's own credentials."""
    config = Config(connect_timeout=5, read_timeout=30)
    return botocore.session.get_session().create_client(service, config=config)
