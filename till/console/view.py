"""What every page is made with: the stack, the session, and the frame around its content."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final, NamedTuple

from starlette.responses import HTMLResponse

from till.console.port import ConsoleStack
from till.console.problems import Problem
from till.console.session import Session
from till.console.templates import page

Clock = Callable[[], int]
"""Unix seconds."""

PLACES: Final = (
    ("/", "Now"),
    ("/payments", "Payments"),
    ("/review", "Review"),
    ("/dead-letters", "Dead letters"),
    ("/alarms", "Provider and alarms"),
    ("/today", "Today"),
)
"""The navigation: path and name, in its order."""


class View(NamedTuple):
    """What every page is made with."""

    stack: ConsoleStack
    session: Session
    clock: Clock

    def page(
        self, name: str, here: str, *, status: HTTPStatus = HTTPStatus.OK, **values: Any
    ) -> HTMLResponse:
        """A template in the frame; `here` is the place in the navigation."""
        return page(
            name,
            status=status,
            base=self.session.base,
            form_token=self.session.form_token,
            places=PLACES,
            here=here,
            stack=self.stack.name,
            now=self.clock(),
            **values,
        )

    def problem(self, problem: Problem) -> HTMLResponse:
        """A page that could not be made."""
        return self.page("problem.html", "", status=problem.status, problem=problem)
