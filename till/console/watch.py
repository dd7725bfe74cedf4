"""How the stack is: what waits, the provider, alarms, dead letters."""

from starlette.requests import Request
from starlette.responses import Response

from till.console import review
from till.console.problems import part
from till.console.view import View
from till.lib.exits import CommandError, Exit
from till.redrive.redrive import Kind
from till.watch.alarms import RINGING


def now(view: View, _: Request) -> Response:
    """What waits for somebody, each part by itself: what is not allowed hides nothing else."""
    return view.page(
        "now.html",
        "/",
        waiting=part(lambda: review.found(view)),
        circuit=part(view.stack.circuit),
        alarms=part(view.stack.alarms),
        ringing=RINGING,
    )


def alarms(view: View, _: Request) -> Response:
    """Provider and alarms."""
    return view.page(
        "alarms.html",
        "/alarms",
        circuit=part(view.stack.circuit),
        alarms=part(view.stack.alarms),
        ringing=RINGING,
    )


def dead_letters(view: View, request: Request) -> Response:
    """What each dead letter of a queue would do.

    Raises:
        CommandError: there is no such queue.
    """
    named = request.query_params.get("queue", Kind.PAYMENTS)
    if named not in set(Kind):
        raise CommandError(Exit.MISUSED, f"{named!r} is no queue: choose one of the list.")
    queue = Kind(named)
    found = part(lambda: view.stack.letters(queue))
    return view.page(
        "dead_letters.html",
        "/dead-letters",
        status=found.status,
        queue=queue.value,
        queues=[each.value for each in Kind],
        found=found,
    )
