"""What stands before every page."""

import re
from http import HTTPStatus

import pytest
from starlette.testclient import TestClient

from tests.fakes.console_stack import ID, FakeStack
from tests.till.console.conftest import Page
from till.console.guard import HEADERS, LONGEST_FORM
from till.console.session import Session

PATHS = (
    "/",
    "/payments",
    f"/payments/{ID}",
    f"/payments/{ID}/resolve",
    "/review",
    "/dead-letters",
    "/alarms",
    "/today",
    "/console.css",
    "/htmx.js",
)
OWN = {"Sec-Fetch-Site": "same-origin"}
WORD = {"resolution": "failed", "reason": "a", "evidence": "b", "agreed": "failed"}


def test_the_link_opens_the_console_in_one_browser(stranger: TestClient, session: Session) -> None:
    """Once: the cookie is for this room, unreadable by scripts and sent from our pages only."""
    link = session.link
    opened = stranger.get(link, headers={"Sec-Fetch-Site": "none"})
    assert (opened.status_code, opened.headers["Location"]) == (303, f"{session.base}/")
    cookie = opened.headers["Set-Cookie"]
    assert f"Path={session.base};" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert stranger.get(f"{session.base}/").status_code == HTTPStatus.OK
    again = stranger.get(link)
    assert (again.status_code, "has been used" in again.text) == (403, True)
    assert "Set-Cookie" not in again.headers


@pytest.mark.parametrize("path", PATHS)
def test_who_did_not_open_the_link_sees_nothing(
    stranger: TestClient, session: Session, stack: FakeStack, path: str
) -> None:
    """Not even a style; nobody is asked. A wrong cookie is none."""
    for cookie in ("", "wrong", session.form_token):
        headers = {"Cookie": f"{session.cookie_name}={cookie}"}
        assert stranger.get(f"{session.base}{path}", headers=headers).status_code == 403
    assert stack.queries == []


@pytest.mark.parametrize("token", ["", "?token=", "?token=wrong", "?token=used", "?token=%C3%A9"])
def test_a_wrong_token_opens_nothing(stranger: TestClient, session: Session, token: str) -> None:
    """403, no cookie, and the right one is not used up."""
    refused = stranger.get(f"{session.base}/start{token}")
    assert (refused.status_code, "Set-Cookie" in refused.headers) == (403, False)
    assert stranger.get(session.link).status_code == 303


def test_outside_of_the_room_is_nothing(client: TestClient, session: Session) -> None:
    """The cookie's value alone does not help: the room is a secret, too."""
    headers = {"Cookie": f"{session.cookie_name}={session.cookie}"}
    for path in ("/", "/payments", f"{session.base}x/", "/htmx.js"):
        assert client.get(path, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost:8000", "127.0.0.1", "127.0.0.1:8001", "127.0.0.1:8000.x"]
)
def test_another_host_is_refused(client: TestClient, session: Session, host: str) -> None:
    """A name that was pointed at this machine is no name of ours: 421, by the link as well."""
    for path in (f"{session.base}/", session.link.removeprefix(session.origin)):
        refused = client.get(path, headers={"Host": host})
        assert (refused.status_code, session.origin in refused.text) == (421, True)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense"])
def test_another_page_does_not_lead_here(client: TestClient, session: Session, site: str) -> None:
    """Whatever it has: a link, a frame or an image. Another port is another page."""
    refused = client.get(f"{session.base}/", headers={"Sec-Fetch-Site": site})
    assert (refused.status_code, "Another page" in refused.text) == (403, True)
    assert client.get(f"{session.base}/", headers=OWN).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:8001"},
        {"Origin": "https://127.0.0.1:8000"},
        {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_form_of_another_page_does_nothing(
    client: TestClient, session: Session, stack: FakeStack, headers: dict[str, str]
) -> None:
    """Even with the cookie and the token."""
    fields = {"form_token": session.form_token, **WORD}
    path = f"{session.base}/payments/{ID}/resolve"
    assert client.post(path, data=fields, headers=headers).status_code == 403
    assert stack.resolved == []


@pytest.mark.parametrize("token", [{}, {"form_token": ""}, {"form_token": "é"}])
def test_a_form_without_the_token_does_nothing(
    client: TestClient, session: Session, stack: FakeStack, token: dict[str, str]
) -> None:
    """A page of a console that has ended has another one."""
    path, headers = f"{session.base}/payments/{ID}/resolve", {"Origin": session.origin}
    refused = client.post(path, data={**token, **WORD}, headers=headers)
    assert (refused.status_code, "nothing was done" in refused.text) == (403, True)
    assert stack.resolved == []


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"a" * (LONGEST_FORM + 1), "application/x-www-form-urlencoded", 413),
        (b"nonsense", "application/x-www-form-urlencoded", 400),
        (b"a=\xff", "application/x-www-form-urlencoded", 400),
        (b"&".join([b"a=1"] * 30), "application/x-www-form-urlencoded", 400),
        (b"{}", "application/json", 415),
        (b"form_token=x", "text/plain", 415),
    ],
)
def test_what_is_no_form_is_refused(
    client: TestClient, session: Session, content: bytes, kind: str, status: int
) -> None:
    """Too long, unreadable, or of another kind."""
    headers = {"Origin": session.origin, "Content-Type": kind}
    path = f"{session.base}/payments/{ID}/resolve"
    assert client.post(path, content=content, headers=headers).status_code == status


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(client: TestClient, session: Session, method: str) -> None:
    """405."""
    assert client.request(method, f"{session.base}/").status_code == 405


def test_a_form_goes_to_no_page_that_only_reads(page: Page) -> None:
    """In words."""
    assert "There is no such page" in page.post("/review", {}, 405)


@pytest.mark.parametrize("path", [*PATHS, "/nothing", "/payments/wrong", "/start"])
@pytest.mark.parametrize("known", [True, False])
def test_each_answer_says_what_a_browser_may_do_with_it(
    stranger: TestClient, session: Session, path: str, *, known: bool
) -> None:
    """Kept nowhere, framed by nobody, with no script or style but our files."""
    if known:
        stranger.cookies.set(session.cookie_name, session.cookie)
    for answer in (
        stranger.get(f"{session.base}{path}"),
        stranger.post(f"{session.base}{path}"),
        stranger.get(f"{session.base}{path}", headers={"Host": "evil.example"}),
    ):
        assert {name: answer.headers.get(name) for name in HEADERS} == dict(HEADERS)
        assert "server" not in answer.headers


def test_the_policy_allows_nothing_inline() -> None:
    """No word of it lets a script or style in that is not one of our files."""
    policy = HEADERS["Content-Security-Policy"].split("; ")
    assert policy[0] == "default-src 'none'"
    assert not [each for each in policy if "unsafe" in each or "*" in each or "http" in each]
    assert HEADERS["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", PATHS[:-2])
def test_no_page_has_anything_inline(page: Page, path: str) -> None:
    """Or the policy would break it."""
    text = page.get(path)
    assert "<style" not in text
    assert "style=" not in text
    assert not re.search(r"\son\w+=", text)
    assert text.count("<script") == text.count('<script src="') == 1
