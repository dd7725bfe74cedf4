"""The console as an application."""

import pytest
from starlette.testclient import TestClient

from tests.fakes.console_stack import FakeStack
from tests.till.console.conftest import Page
from till.console.app import ROUTES, application
from till.console.session import Session


@pytest.mark.parametrize("path", ["/console.css", "/htmx.js"])
def test_the_files_are_those_of_packages(page: Page, path: str) -> None:
    """None is asked of another host."""
    assert len(page.get(path)) > 1_000


def test_files_say_what_they_are(client: TestClient, session: Session) -> None:
    """A browser that must not guess needs it."""
    kinds = [
        client.get(f"{session.base}{path}").headers["Content-Type"]
        for path in ("/console.css", "/htmx.js", "/")
    ]
    assert kinds == [
        "text/css; charset=utf-8",
        "text/javascript; charset=utf-8",
        "text/html; charset=utf-8",
    ]


def test_only_one_page_changes_anything() -> None:
    """A person's word about a payment in review."""
    assert [path for path, methods, _ in ROUTES if "POST" in methods] == ["/payments/{id}/resolve"]


def test_an_error_of_ours_says_nothing_of_itself(session: Session, stack: FakeStack) -> None:
    """500, sealed like the others, and without a word of the error."""
    stack.rows = RuntimeError("a secret")
    app = application(stack, session, lambda: 0)
    client = TestClient(app, base_url=session.origin, raise_server_exceptions=False)
    client.cookies.set(session.cookie_name, session.cookie)
    found = client.get(f"{session.base}/review")
    assert (found.status_code, "itself has failed" in found.text) == (500, True)
    assert "secret" not in found.text
    assert found.headers["Cache-Control"] == "no-store"
