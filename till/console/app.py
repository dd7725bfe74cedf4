"""The console as an application: pages over a stack, behind the guard."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from importlib.resources import files
from typing import Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from till.console import payments, review, today, watch
from till.console.guard import Guard
from till.console.port import ConsoleStack
from till.console.problems import Problem, problem_of
from till.console.session import Session
from till.console.view import Clock, View
from till.lib.exits import PROBLEMS

ROUTES: Final = (
    ("/", ("GET",), watch.now),
    ("/payments", ("GET",), payments.search),
    ("/payments/{id}", ("GET",), payments.story),
    ("/payments/{id}/resolve", ("GET",), review.form),
    ("/payments/{id}/resolve", ("POST",), review.resolve),
    ("/review", ("GET",), review.waiting),
    ("/dead-letters", ("GET",), watch.dead_letters),
    ("/alarms", ("GET",), watch.alarms),
    ("/today", ("GET",), today.today),
)
"""Path below the room, methods, and the function of view and request."""


@dataclass(frozen=True)
class _File:
    """A file that pages name."""

    package: str
    path: str
    media_type: str


FILES: Final = {
    "/console.css": _File("till.console", "static/console.css", "text/css"),
    "/htmx.js": _File("django_htmx", "static/django_htmx/htmx-2.min.js", "text/javascript"),
}


def application(stack: ConsoleStack, session: Session, clock: Clock) -> ASGIApp:
    """The console of one stack."""
    view = View(stack, session, clock)
    routes: list[Route] = [
        Route(path, _served(view, function), methods=list(methods))
        for path, methods, function in ROUTES
    ]
    routes += [Route(path, _sent(file)) for path, file in FILES.items()]
    inner = Starlette(
        routes=[Mount(session.base, routes=routes)],
        exception_handlers={HTTPException: _unknown(view), Exception: _broken(view)},
    )
    return Guard(inner, session)


def _served(view: View, function: Callable[[View, Request], Response]) -> Callable[..., Response]:
    """The function of a page, in a thread of its own: asking AWS takes its time."""

    def endpoint(request: Request) -> Response:
        try:
            return function(view, request)
        except PROBLEMS as error:
            return view.problem(problem_of(error))

    return endpoint


def _sent(file: _File) -> Callable[..., Response]:
    content = files(file.package).joinpath(file.path).read_bytes()

    def endpoint(_: Request) -> Response:
        return Response(content, media_type=file.media_type)

    return endpoint


def _unknown(view: View) -> Any:
    """A path or a method that there is not."""

    def handler(_: Request, error: HTTPException) -> Response:
        return view.problem(
            Problem(
                HTTPStatus(error.status_code),
                "There is no such page",
                "The console has no page at this address.",
                "Take one of the links above.",
            )
        )

    return handler


def _broken(view: View) -> Any:
    """A mistake of ours: the shell has its lines, the page says none of it."""

    def handler(_: Request, __: Exception) -> Response:
        return view.problem(
            Problem(
                HTTPStatus.INTERNAL_SERVER_ERROR,
                "The console itself has failed",
                "It does not know whether what you asked for was done.",
                "Look at the payment anew, and give whoever keeps Tillstack what the shell shows.",
            )
        )

    return handler
