"""Finding payments, and one payment's story."""

from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from runtime.domain.payment import Status
from till.console.problems import part
from till.console.view import View
from till.lib.exits import CommandError, Exit
from till.payments import reading
from till.payments.amounts import age
from till.payments.explain import row_section
from till.payments.timeline import timeline

LIMIT: Final = 25
FILTERS: Final = ("reference", "status", "merchant", "older_than", "after")


def search(view: View, request: Request) -> Response:
    """Payments by what is known of them; a whole id leads to its page.

    Raises:
        CommandError: what was typed is no id.
    """
    typed = {name: request.query_params.get(name, "").strip() for name in ("id", *FILTERS)}
    if typed["id"]:
        payment_id = reading.whole_id(typed["id"])
        return RedirectResponse(f"{view.session.base}/payments/{payment_id}", 303)
    found = part(lambda: view.stack.listed(_query(typed), LIMIT))
    return view.page(
        "search.html",
        "/payments",
        status=found.status,
        typed=typed,
        statuses=[each.value for each in Status],
        found=found,
    )


def story(view: View, request: Request) -> Response:
    """One payment: where it stands, what happened, and every field.

    Raises:
        CommandError: there is none, or it is of a newer schema.
    """
    payment_id = reading.whole_id(request.path_params["id"])
    row = view.stack.row(payment_id)
    return view.page(
        "payment.html",
        "/payments",
        row=row,
        moments=timeline(view.stack.entries(payment_id)),
        fields=row_section(row).rows,
    )


def _query(typed: dict[str, str]) -> dict[str, str]:
    """The filters as the API names them."""
    query = {name: typed[name] for name in ("reference", "merchant") if typed[name]}
    if typed["status"]:
        if typed["status"] not in set(Status):
            message = f"{typed['status']!r} is no status: choose one of the list."
            raise CommandError(Exit.MISUSED, message)
        query["status"] = typed["status"]
    if typed["older_than"]:
        query["older_than"] = str(age(typed["older_than"]))
    if typed["after"]:
        query["starting_after"] = typed["after"]
    return query
