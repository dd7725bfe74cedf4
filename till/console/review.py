"""What waits for a person, and a person's word about it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from runtime.domain.payment import Status
from till.console.port import Found
from till.console.problems import part
from till.console.view import View
from till.lib.exits import CommandError, Exit
from till.lib.operators_api import checked
from till.payments import reading
from till.payments.timeline import timeline

LIMIT: Final = 50
LONGEST: Final = 500
"""Characters of a reason or evidence, as the API takes them."""

WILL: Final[Mapping[str, str]] = {
    "succeeded": (
        "The payment becomes succeeded for ever: the money is booked as received, and the payer is "
        "told by mail that it was paid. The provider's record is read first; where it says "
        "otherwise, nothing happens."
    ),
    "failed": (
        "The payment becomes failed for ever: no money is booked, the provider's object is "
        "canceled first so that nothing can be charged later, and the payer is told by mail that "
        "it was not paid. Where the provider took money, nothing happens."
    ),
}
"""Resolution → what comes of it."""


def found(view: View, after: str = "") -> Found:
    """What waits, newest first, from where the last list ended."""
    query = {"status": Status.REQUIRES_REVIEW.value}
    return view.stack.listed({**query, "starting_after": after} if after else query, LIMIT)


def waiting(view: View, request: Request) -> Response:
    """The list."""
    answered = part(lambda: found(view, request.query_params.get("after", "")))
    return view.page("review.html", "/review", status=answered.status, found=answered)


def form(view: View, request: Request) -> Response:
    """The story, and what a person may say.

    Raises:
        CommandError: there is none, or it does not wait.
    """
    return _form(view, _payment_id(request), {}, [])


def resolve(view: View, request: Request) -> Response:
    """First what will happen; once it was agreed to, what the stack says.

    Raises:
        CommandError: there is none, it does not wait, or the stack refuses.
    """
    payment_id, fields = _payment_id(request), request.scope["form"]
    faults = _faults(fields)
    if faults:
        return _form(view, payment_id, fields, faults)
    said = {name: fields[name].strip() for name in ("resolution", "reason", "evidence")}
    if fields.get("agreed") != said["resolution"]:
        row = _in_review(view, payment_id)
        will = WILL[said["resolution"]]
        return view.page("agree.html", "/review", row=row, said=said, will=will)
    answer = view.stack.resolve(payment_id, said)
    checked(answer, f"payment {payment_id}")
    return view.page(
        "resolved.html",
        "/review",
        payment_id=payment_id,
        said=said,
        proposed=answer.status == HTTPStatus.ACCEPTED,
        detail=str(answer.document.get("detail") or ""),
        row=part(lambda: view.stack.row(payment_id)),
    )


def _form(
    view: View, payment_id: str, typed: Mapping[str, str], faults: list[tuple[str, str]]
) -> Response:
    row: Mapping[str, Any] = _in_review(view, payment_id)
    return view.page(
        "resolve.html",
        "/review",
        status=HTTPStatus.BAD_REQUEST if faults else HTTPStatus.OK,
        row=row,
        moments=timeline(view.stack.entries(payment_id)),
        typed={name: typed.get(name, "") for name in ("resolution", "reason", "evidence")},
        faults=faults,
        longest=LONGEST,
    )


def _payment_id(request: Request) -> str:
    return reading.whole_id(request.path_params["id"])


def _in_review(view: View, payment_id: str) -> Mapping[str, Any]:
    row = view.stack.row(payment_id)
    if row["status"] != Status.REQUIRES_REVIEW:
        message = f"{payment_id} is {row['status']}, so there is nothing to resolve."
        raise CommandError(Exit.NO, message)
    return row


def _faults(fields: Mapping[str, str]) -> list[tuple[str, str]]:
    """Field and fault, in the form's order."""
    faults = []
    if fields.get("resolution") not in WILL:
        faults.append(("resolution-succeeded", "Say what became of the payment."))
    for name, lacking in (
        ("reason", "Say why."),
        ("evidence", "Say where another person finds what shows it."),
    ):
        text = fields.get(name, "").strip()
        if not text:
            faults.append((name, lacking))
        elif len(text) > LONGEST:
            faults.append((name, f"{name.capitalize()} is longer than {LONGEST} characters."))
    return faults
