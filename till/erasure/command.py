"""`till erase`: show what a payer would leave in the ledger, ask, and take it out.

A payer is known by payments: no address can be looked up, sealed as it is
(docs/runbooks/erasure.md says how a merchant finds the ids).
"""

import sys
from collections.abc import Sequence
from typing import Annotated, Any, Final, NamedTuple

import botocore.session
import typer

from runtime.domain.erasure import LEFT
from runtime.domain.payment import FINAL, PAYMENT_ID
from runtime.use_cases.erase_payer import read_erasure
from till.lib.answer import Document, paper, say_json
from till.lib.exits import Exit
from till.lib.input import InputError
from till.lib.operators_api import OperatorsApi
from till.lib.options import AsJson, OutputsFile, StackName, Yes
from till.lib.report import Section, show
from till.lib.stack import stack_of

YES: Final = "erase"
SEALED: Final = ("customer", "payment_method")
"""What is sealed in each row that is not erased; the API shows nothing of it."""
STAYS: Final = (
    "What was mailed stays with the payer and the mail service, and backups hold every state for "
    "35 days. Amounts, times and outcomes stay: books are kept."
)


class Found(NamedTuple):
    """One payment before it is erased."""

    payment_id: str
    merchant: str
    status: str
    held: Sequence[str]
    """What would go."""
    refusal: str
    """Why it can't be erased now."""


def add(app: typer.Typer) -> None:
    """Put the command there."""
    app.command("erase", help="Take the payer of final payments out of the ledger.")(run)


class Erased(Document):
    """One payment: what would go, or why nothing can, and whether it went."""

    payment_id: str
    merchant: str
    status: str
    held: list[str]
    refusal: str
    erased: bool


class Erasure(Document):
    """What `till erase --json` prints."""

    payments: list[Erased]


def run(
    *,
    payment: Annotated[list[str], typer.Argument(help="The id of a payment of this payer.")],
    reason: Annotated[
        str, typer.Option(help="Why, for the ledger: a ticket's number, no name or address.")
    ],
    outputs: OutputsFile = None,
    stack: StackName = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> int:
    """0: nothing of the payer is left in these payments. 1: something is.

    With `--json` nobody is asked: without `--yes` it only looks.

    Raises:
        InputError, TillstackError, BotoCoreError: one sentence each.
    """
    ids = list(dict.fromkeys(payment))
    for each in ids:
        if not PAYMENT_ID.fullmatch(each):
            message = f"{each!r} is no id of a payment: pay_ and 26 characters. Nothing was erased."
            raise InputError(message)
    body = read_erasure({"reason": reason}).model_dump()
    known = stack_of(outputs, stack)
    if str(outputs) == "-" and not (yes or as_json):
        message = "The standard input holds the outputs, so nobody can be asked there: say --yes."
        raise InputError(message)
    api = OperatorsApi(botocore.session.get_session(), known.gateway_url)
    found = [_look(api, each) for each in ids]
    if not as_json:
        show(paper(), [report(found)])
    gone, code = _decided(api, found, body, yes=yes, asks=not as_json)
    if as_json:
        said = [
            Erased(**{**each._asdict(), "held": list(each.held)}, erased=each.payment_id in gone)
            for each in found
        ]
        say_json(Erasure(payments=said))
    return code


def _decided(
    api: OperatorsApi, found: Sequence[Found], body: dict[str, Any], *, yes: bool, asks: bool
) -> tuple[set[str], Exit]:
    """The payments that were erased, and how the command ends."""
    if any(each.refusal for each in found):
        sys.stderr.write("Nothing was erased: take these ids out, or do what is said of them.\n")
        return set(), Exit.NO
    if not any(each.held for each in found):
        return set(), Exit.DONE
    if not (yes or (asks and _agreed())):
        sys.stderr.write("Nothing was erased.\n")
        return set(), Exit.NO
    gone = {each.payment_id for each in found if _erase(api, each, body, says=asks)}
    return gone, Exit.DONE if len(gone) == len(found) else Exit.NO


def report(found: Sequence[Found]) -> Section:
    """One row for each payment: what would go, or why nothing can."""
    columns = ("payment", "merchant", "status", "erases")
    rows = [
        (
            each.payment_id,
            each.merchant,
            each.status,
            each.refusal or ", ".join(each.held) or "nothing: it is erased already",
        )
        for each in found
    ]
    return Section("Erasing a payer", notes=[STAYS], columns=columns, rows=rows)


def _look(api: OperatorsApi, payment_id: str) -> Found:
    answer = api.get(payment_id)
    row = answer.document
    if answer.refusal:
        return Found(payment_id, "-", "-", (), answer.refusal)
    status = str(row["status"])
    held = [name for name, left in LEFT.items() if name in row and row[name] != left]
    unfinished = "" if status in FINAL else "not final: cancel it, resolve it, or wait"
    # An erased row shows nobody in the address's place, and no other row does.
    sealed = SEALED if "email_masked" in held else ()
    return Found(payment_id, str(row["merchant"]), status, (*sealed, *held), unfinished)


def _agreed() -> bool:
    sys.stdout.write(f"This can't be undone. Type {YES} to erase: ")
    sys.stdout.flush()
    return sys.stdin.readline().strip() == YES


def _erase(api: OperatorsApi, found: Found, body: dict[str, Any], *, says: bool) -> bool:
    answer = api.post(f"{found.payment_id}/erase", body)
    if answer.refusal:
        sys.stderr.write(f"{found.payment_id}: {answer.refusal}\n")
    elif says:
        sys.stdout.write(f"{found.payment_id}: erased\n")
    return not answer.refusal
