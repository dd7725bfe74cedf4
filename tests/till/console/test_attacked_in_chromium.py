"""The console in a real browser, under attack."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, expect

from docs_gen.chromium import context_of
from tests.fakes.console_serving import serving
from tests.fakes.console_stack import ID, MARKUP, FakeStack, a_row
from tests.till.console.browser import _browser, watched
from till.console.session import Session

__all__ = ["_browser"]


def test_markup_of_a_merchant_is_text_to_the_browser(browser: Browser) -> None:
    """It runs nothing, and is no element."""
    stack = FakeStack()
    stack.rows = [a_row(reference=MARKUP, merchant=MARKUP)]
    context = context_of(browser, "light")
    with serving(stack) as session, watched(context.new_page()) as complaints:
        (page,) = context.pages
        page.goto(session.link)
        for path in ("/payments", f"/payments/{ID}", "/review"):
            page.goto(f"{session.origin}{session.base}{path}")
            expect(page.get_by_text(MARKUP).first).to_be_visible()
            assert page.evaluate("[document.images.length, document.scripts.length]") == [0, 1]
    context.close()
    assert complaints == []


def test_a_form_of_another_page_on_this_machine_does_nothing(browser: Browser) -> None:
    """Another port is the same site to a browser, so it sends the cookie: the guard refuses."""
    stack = FakeStack()
    context = context_of(browser, "light")
    with serving(stack) as session, attacking(session) as url:
        page = context.new_page()
        page.goto(session.link)
        page.goto(url)
        page.get_by_role("button").click()
        expect(page.locator("body")).to_contain_text("Another page led here.")
        page.goto(url)
        page.get_by_role("link").click()
        expect(page.locator("body")).to_contain_text("Another page led here.")
    context.close()
    assert stack.resolved == []


def test_another_browser_sees_nothing(browser: Browser) -> None:
    """The link is used up, and the address alone opens nothing."""
    first, second = context_of(browser, "light"), context_of(browser, "light")
    with serving(FakeStack()) as session:
        link = session.link
        first.new_page().goto(link)
        page = second.new_page()
        for address in (link, f"{session.origin}{session.base}/"):
            page.goto(address)
            expect(page.get_by_role("heading")).to_have_text("The console does not let this in")
    first.close()
    second.close()


@contextmanager
def attacking(session: Session) -> Iterator[str]:
    """A page of another port, which knows even the room and the token."""
    action = f"{session.origin}{session.base}/payments/{ID}/resolve"
    fields = {"form_token": session.form_token, "resolution": "failed", "agreed": "failed"}
    inputs = "".join(
        f'<input type="hidden" name="{name}" value="{value}">'
        for name, value in {**fields, "reason": "a", "evidence": "b"}.items()
    )
    form = f'<form method="post" action="{action}">{inputs}<button>Win a prize</button></form>'
    content = f'<title>x</title>{form}<a href="{session.origin}{session.base}/">x</a>'.encode()

    class Handler(BaseHTTPRequestHandler):
        """One page."""

        def do_GET(self) -> None:
            """The page."""
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
