"""What stands before every page: who asks, from where, and what a browser may do with the answer.

Sources: RFC 9110 7.2 (Host) and 15.5.20 (421), OWASP's cheat sheets on cross-site request forgery
and on content security policy, W3C Fetch Metadata.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from till.console.session import Session
from till.console.templates import page

LONGEST_FORM: Final = 16_384
"""Bytes of a body."""
MOST_FIELDS: Final = 20
FORM: Final = "application/x-www-form-urlencoded"
TOKEN_FIELD: Final = "form_token"  # noqa: S105 - a field's name.

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    # `no-referrer` would take the origin from our own forms.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""On every answer, whatever it is."""

AGAIN: Final = "Stop it with Ctrl-C, give `till console` again, and open the link that it prints."


class RefusedError(Exception):
    """One sentence, and the status of the answer."""

    def __init__(self, status: HTTPStatus, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class Guard:
    """The application behind the questions."""

    def __init__(self, app: ASGIApp, session: Session) -> None:
        self._app = app
        self._session = session

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask, then let in; the headers are put on whatever is answered."""
        if scope["type"] != "http":
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        request = Request(scope, receive)
        try:
            answer = await self._asked(request)
        except RefusedError as error:
            answer = _refusal(error)
        if answer is None:
            await self._app(scope, receive, sealed)
        else:
            await answer(scope, receive, sealed)

    async def _asked(self, request: Request) -> Response | None:
        """An answer of the guard's own, or None: let in.

        Raises:
            RefusedError: it may not.
        """
        self._from_here(request.headers)
        path = request.url.path
        if path == f"{self._session.base}/start" and request.method == "GET":
            return self._started(request)
        cookie = request.cookies.get(self._session.cookie_name, "")
        if not path.startswith(f"{self._session.base}/") or not self._session.knows(cookie):
            sentence = f"This browser did not open the console's link. {AGAIN}"
            raise RefusedError(HTTPStatus.FORBIDDEN, sentence)
        if request.method == "POST":
            request.scope["form"] = await self._form(request)
        elif request.method not in {"GET", "HEAD"}:
            raise RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, "The console only reads and posts.")
        return None

    def _from_here(self, headers: Headers) -> None:
        if headers.getlist("host") != [self._session.host]:
            raise RefusedError(
                HTTPStatus.MISDIRECTED_REQUEST,
                f"The console answers at {self._session.origin} and under no other name.",
            )
        # `none`: typed, or out of a terminal. What knows no such header is an old browser.
        if headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
            sentence = "Another page led here. Type the address, or copy it."
            raise RefusedError(HTTPStatus.FORBIDDEN, sentence)

    def _started(self, request: Request) -> Response:
        if not self._session.opened_by(request.query_params.get("token", "")):
            sentence = (
                "This link has been used, or is none of this console. If it was not you who used "
                f"it, somebody else on this machine reads your terminal. {AGAIN}"
            )
            raise RefusedError(HTTPStatus.FORBIDDEN, sentence)
        found = RedirectResponse(f"{self._session.base}/", HTTPStatus.SEE_OTHER)
        found.set_cookie(
            self._session.cookie_name,
            self._session.cookie,
            path=self._session.base,
            httponly=True,
            samesite="strict",
        )
        return found

    async def _form(self, request: Request) -> dict[str, str]:
        """The fields of a form that one of our own pages has sent."""
        if request.headers.get("origin") != self._session.origin:
            sentence = "Another page sent this form, so nothing was done."
            raise RefusedError(HTTPStatus.FORBIDDEN, sentence)
        if request.headers.get("content-type", "").partition(";")[0].strip() != FORM:
            sentence = "This is no form of the console, so nothing was done."
            raise RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, sentence)
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > LONGEST_FORM:
                sentence = "That is too long, so nothing was done. Name a ticket that holds it."
                raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence)
        try:
            fields = dict(parse_qsl(body.decode(), max_num_fields=MOST_FIELDS, strict_parsing=True))
        except ValueError:
            sentence = "This is no form of the console, so nothing was done."
            raise RefusedError(HTTPStatus.BAD_REQUEST, sentence) from None
        if not self._session.made(fields.pop(TOKEN_FIELD, "")):
            sentence = f"This form is of a console that has ended, so nothing was done. {AGAIN}"
            raise RefusedError(HTTPStatus.FORBIDDEN, sentence)
        return fields


def _refusal(error: RefusedError) -> Response:
    """A page of its own, which links to nothing."""
    return page("refused.html", status=error.status, sentence=str(error))
