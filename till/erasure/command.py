"""`till erase`: show what a payer would leave in the ledger, ask, and take it out.

A payer is known by payments: no address can be looked up, sealed as it is
(docs/runbooks/erasure.md says how a merchant finds the ids).
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import botocore.session
from rich.console import Console

from runtime.domain.erasure import LEFT
from runtime.domain.payment import FINAL, PAYMENT_ID
from runtime.use_cases.erase_payer import read_erasure
from till.erasure.operators_api import OperatorsApi
from till.lib.input import InputError, outputs
from till.lib.report import Section, show

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


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Describe the command."""
    parser = commands.add_parser("erase", help="take the payer of final payments out of the ledger")
    parser.add_argument("payment", nargs="+", help="the id of a payment of this payer")
    parser.add_argument(
        "--reason", required=True, help="why, for the ledger: a ticket's number, no name or address"
    )
    parser.add_argument(
        "--outputs",
        type=Path,
        required=True,
        help="what `pulumi stack output --json` wrote; - is the standard input",
    )
    parser.add_argument("--yes", action="store_true", help="do not ask; else it shows, and asks")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """0: nothing of the payer is left in these payments. 1: something is.

    Raises:
        InputError, TillstackError, BotoCoreError: one sentence each.
    """
    ids = list(dict.fromkeys(chosen.payment))
    for each in ids:
        if not PAYMENT_ID.fullmatch(each):
            message = f"{each!r} is no id of a payment: pay_ and 26 characters. Nothing was erased."
            raise InputError(message)
    body = read_erasure({"reason": chosen.reason}).model_dump()
    stack = outputs(chosen.outputs)
    if str(chosen.outputs) == "-" and not chosen.yes:
        message = "The standard input holds the outputs, so nobody can be asked there: say --yes."
        raise InputError(message)
    api = OperatorsApi(botocore.session.get_session(), stack.gateway_url)
    found = [_look(api, each) for each in ids]
    show(Console(width=None if sys.stdout.isatty() else 200), [report(found)])
    if any(each.refusal for each in found):
        sys.stderr.write("Nothing was erased: take these ids out, or do what is said of them.\n")
        return 1
    if not any(each.held for each in found):
        return 0
    if not (chosen.yes or _agreed()):
        sys.stderr.write("Nothing was erased.\n")
        return 1
    return max(_erase(api, each, body) for each in found)


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


def _erase(api: OperatorsApi, found: Found, body: dict[str, Any]) -> int:
    answer = api.post(f"{found.payment_id}/erase", body)
    said = answer.refusal or "erased"
    (sys.stderr if answer.refusal else sys.stdout).write(f"{found.payment_id}: {said}\n")
    return 1 if answer.refusal else 0
