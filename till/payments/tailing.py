"""`till tail`: a payment's steps as they happen, until nothing more is to come."""

import sys
import time
from collections.abc import Callable
from typing import Annotated, Final

import typer

from runtime.domain.payment import FINAL, MailStatus, Status
from till.lib.answer import paper, say_json
from till.lib.exits import Exit
from till.lib.operators_api import OperatorsApi
from till.lib.options import AsJson, OutputsFile, StackName
from till.lib.report import show
from till.payments import reading
from till.payments.explain import Explained, PaymentId, Step, story
from till.payments.reading import Row
from till.payments.timeline import Moment, timeline

PAUSE: Final = 3
"""Seconds between two looks, of two calls each: a person may make one a second."""
WAITS: Final = frozenset({MailStatus.DUE, MailStatus.SENDING})


def tail(
    *,
    payment: PaymentId,
    patience: Annotated[
        int, typer.Option("--for", min=1, help="Seconds to wait for its end.")
    ] = 300,
    outputs: OutputsFile = None,
    stack: StackName = None,
    as_json: AsJson = False,
) -> int:
    """0 once it has come to rest, 1 where that takes longer.

    With `--json` one document is printed at the end.

    Raises:
        InputError: there is none, or the stack refuses.
    """
    payment_id, api = reading.whole_id(payment), reading.api_of(outputs, stack)

    def say(moments: list[Moment]) -> None:
        if not as_json:
            show(paper(), [story(moments)])

    row, moments = follow(api, payment_id, patience, say)
    if as_json:
        say_json(
            Explained(
                payment_id=payment_id,
                status=str(row["status"]),
                steps=[Step(**each._asdict()) for each in moments],
                log=None,
            )
        )
    if rests(row):
        return Exit.DONE
    sys.stderr.write(f"{payment_id} is still {row['status']} after {patience} s.\n")
    return Exit.NO


def follow(
    api: OperatorsApi,
    payment_id: str,
    patience: int,
    say: Callable[[list[Moment]], None],
    sleep: Callable[[float], None] = time.sleep,
) -> tuple[Row, list[Moment]]:
    """The row and all its steps at the end; `say` is told of those that are new.

    Raises:
        CommandError: there is none, or the stack refuses.
    """
    waited = told = 0
    while True:
        # The row first: entries of later than it are told with the next look at the latest.
        row = reading.row(api, payment_id)
        moments = timeline(reading.entries(api, payment_id))
        if moments[told:]:
            say(moments[told:])
            told = len(moments)
        if rests(row) or waited >= patience:
            return row, moments
        sleep(PAUSE)
        waited += PAUSE


def rests(row: Row) -> bool:
    """Whether no machine has anything more to do."""
    if row["status"] == Status.REQUIRES_REVIEW:
        return True
    return row["status"] in FINAL and row["notification"]["status"] not in WAITS
