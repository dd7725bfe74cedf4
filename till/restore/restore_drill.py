"""`till restore-drill`: bring the ledger back of a moment, beside the one in use, and look at it.

It changes nothing of the stack: two new tables are made, read and, with `--delete`, deleted.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import botocore.session
from botocore.config import Config
from rich.console import Console

from runtime.adapters.secrets import Secret
from runtime.adapters.stripe_psp import StripePsp
from runtime.adapters.system import SystemClock
from runtime.domain.psp import Psp
from runtime.domain.restore_check import ENTRIES_LATER
from till.lib.input import InputError, outputs
from till.lib.report import show
from till.restore._switch import ALIAS, Clients
from till.restore.drill import Drill, Say
from till.restore.plan import Plan, StackTables
from till.restore.point_in_time import FORM, PointInTime, Restorer

RECONCILER: Final = "reconcile_payments"
"""Whose way to the PSP the drill takes: it reads both books as well."""

PSP_SECONDS: Final = 2.0, 8.0
"""To connect to the PSP, and for one of its answers."""

SOUND, BROKEN, STOPPED = 0, 1, 130

WIDTH: Final = 160
"""Columns of what is piped: a payment's id stays in one piece."""


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "restore-drill", help="bring both tables back of a moment, as new ones, and check them"
    )
    parser.add_argument(
        "--outputs",
        type=Path,
        required=True,
        help="what `pulumi stack output --json` wrote; - is the standard input",
    )
    parser.add_argument(
        "--at", type=moment, help="UTC, as 2026-11-28T05:00:00Z; without it the latest that can be"
    )
    parser.add_argument(
        "--delete", action="store_true", help="delete the two new tables at the end"
    )
    parser.set_defaults(run=run)


def moment(text: str) -> datetime:
    """A moment as a person writes it.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    try:
        return datetime.strptime(text, FORM).replace(tzinfo=UTC)
    except ValueError:
        message = f"{text} is not a moment in UTC like 2026-11-28T05:00:00Z"
        raise argparse.ArgumentTypeError(message) from None


def run(chosen: argparse.Namespace) -> int:
    """0 for a sound ledger, 1 for a broken one, 130 for one that nobody waited for.

    Raises:
        InputError, TillstackError, BotoCoreError, ClientError: one sentence each.
    """
    told = outputs(chosen.outputs)
    stack = StackTables(told.payments_table, told.entries_table, told.functions)
    restorer = PointInTime(client("dynamodb"))
    plan = Plan(stack.payments, stack.entries, chosen.at or latest(restorer, stack))
    for source, at, _ in plan.steps:
        restorer.check(source, at)
    console, one = paper(), Drill(client, stack, plan)
    with provider(client, stack) as psp:
        return watched(
            console, one, lambda: drill(console, one, restorer, psp, delete=chosen.delete)
        )


def paper() -> Console:
    """Where a drill prints."""
    return Console(width=None if sys.stdout.isatty() else WIDTH, log_path=False)


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
