"""`till explain`: what happened to one payment, and which rule decided each step."""

from collections.abc import Sequence
from typing import Annotated

import botocore.session
import typer

from runtime.use_cases.read_payments import CLOCK_SKEW
from runtime.wire.raw_responses import LedgerRow
from till.lib.answer import Document, answer
from till.lib.exits import Exit
from till.lib.operators_api import OperatorsApi
from till.lib.options import AsJson, OutputsFile, StackName
from till.lib.report import Section
from till.lib.stack import client, stack_of
from till.payments import reading
from till.payments.amounts import clock, lasted, money
from till.payments.logs import LogLine, groups_of, lines_of
from till.payments.reading import Row
from till.payments.timeline import Moment, timeline

PaymentId = Annotated[str, typer.Argument(help="The payment's whole id.")]


class Step(Document):
    """One step of the timeline."""

    seq: int
    at: int
    """Unix seconds."""
    waited: int
    """Seconds since the step before."""
    actor: str
    what: str
    rule: str


class Logged(Document):
    """One line of the log of a function, or of a fleet's workers."""

    at: int
    function: str
    """A handler, or `worker`."""
    what: str


class Explained(Document):
    """What `till explain --json` prints."""

    payment_id: str
    status: str
    steps: list[Step]
    log: list[Logged] | None
    """None: nobody asked for it."""


def get(
    *,
    payment: PaymentId,
    outputs: OutputsFile = None,
    stack: StackName = None,
    as_json: AsJson = False,
) -> int:
    """`till get`: 0 with the row as the ledger holds it.

    Raises:
        InputError: there is none, or the stack refuses.
    """
    payment_id = reading.whole_id(payment)
    row = reading.row(reading.api_of(outputs, stack), payment_id)
    answer(LedgerRow.model_validate(row), [row_section(row)], as_json=as_json)
    return Exit.DONE


def explain(
    *,
    payment: PaymentId,
    logs: Annotated[
        bool, typer.Option("--logs", help="With the lines of the logs: functions' and workers'.")
    ] = False,
    outputs: OutputsFile = None,
    stack: StackName = None,
    as_json: AsJson = False,
) -> int:
    """`till explain`: 0 with the timeline.

    Raises:
        InputError: there is none, or the stack refuses.
    """
    payment_id, told = reading.whole_id(payment), stack_of(outputs, stack)
    api = OperatorsApi(botocore.session.get_session(), told.gateway_url)
    row, moments = reading.row(api, payment_id), timeline(reading.entries(api, payment_id))
    lines = None
    if logs:
        since = int(row["created_at"]) - CLOCK_SKEW
        lines = lines_of(client(told, "logs"), groups_of(told), payment_id, since)
    document = Explained(
        payment_id=payment_id,
        status=str(row["status"]),
        steps=[Step(**each._asdict()) for each in moments],
        log=None if lines is None else [Logged(**each._asdict()) for each in lines],
    )
    sections = [summary(row), story(moments)]
    if lines is not None:
        sections.append(log_section(lines))
    answer(document, sections, as_json=as_json)
    return Exit.DONE


def summary(row: Row) -> Section:
    """What it came to."""
    amount, mail = money(int(row["amount"]), str(row["currency"])), row["notification"]["status"]
    stands = f"{row['status']} after {row['attempt_count']} attempts"
    said = f"{amount} for {row['merchant']}: {stands}; the mail is {mail}."
    return Section(str(row["payment_id"]), notes=[said])


def story(moments: Sequence[Moment]) -> Section:
    """One row for each step."""
    return Section(
        "What happened (UTC)",
        columns=("when", "after", "who", "what", "because"),
        rows=[
            (
                clock(each.at),
                f"+{lasted(each.waited)}" if each.waited else "",
                each.actor.partition(":")[0],
                each.what,
                each.rule,
            )
            for each in moments
        ],
    )


def log_section(lines: Sequence[LogLine]) -> Section:
    """One row for each line."""
    return Section(
        "Logs (UTC)",
        notes=[] if lines else ["No line names it, or none is kept any more."],
        columns=("when", "function", "line"),
        rows=[(clock(each.at), each.function, each.what) for each in lines],
    )


def row_section(row: Row) -> Section:
    """One row for each field that holds something."""
    shown = [(name, _cell(value)) for name, value in sorted(row.items()) if value not in _EMPTY]
    return Section(
        str(row["payment_id"]),
        columns=("field", "value"),
        rows=[each for each in shown if each[0] != "object"],
    )


_EMPTY: list[object] = [None, [], {}, ""]


def _cell(value: object) -> str:
    if isinstance(value, dict):
        held = {name: each for name, each in value.items() if each is not None}
        return ", ".join(f"{name} {_cell(each)}" for name, each in held.items())
    if isinstance(value, list):
        return "; ".join(map(_cell, value))
    return str(value)
