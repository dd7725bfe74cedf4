"""The HTTP side: authentication, idempotency keys, answers that come late or never."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from local.psp import params
from local.psp.errors import ApiError, invalid, server_error
from local.psp.events import WebhookSender
from local.psp.intents import new_id
from local.psp.params import Form
from local.psp.provider import PaymentProvider, Reply

LONGEST_HOLD: Final = 12
"""Seconds that an answer is withheld from a client that does not give up."""

Operation = Callable[[PaymentProvider, Request, Form], Reply]


@dataclass
class Kept:
    """What an idempotency key remembers."""

    endpoint: str
    form: str
    reply: Reply | None = None
    """None while the first request is running."""


@dataclass
class Mode:
    """Faults of the whole provider, set over `/_local/mode`."""

    key: str
    auth: str = "ok"
    """`ok`, `refuse` (401 to all) or `forbid` (403 to all)."""
    outage: bool = False
    """503 to all."""
    at_once: int = 1_000
    """Charges that take time, side by side; others wait: what the provider can do."""

    def check(self, authorization: str) -> None:
        """Refuse before anything runs.

        Raises:
            ApiError: the provider is away, or refuses the key.
        """
        if self.outage:
            raise server_error(503)
        if self.auth == "refuse" or authorization != f"Bearer {self.key}":
            raise ApiError(401, "invalid_request_error", "Invalid API Key provided.")
        if self.auth == "forbid":
            message = "The provided key does not have the required permissions."
            raise ApiError(403, "invalid_request_error", message)


@dataclass
class ApiServer:
    """Takes a call, runs it once per idempotency key and sends the answer."""

    mode: Mode
    provider: PaymentProvider = field(default_factory=PaymentProvider)
    keys: dict[str, Kept] = field(default_factory=dict)
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    webhooks: WebhookSender = field(init=False)
    places: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        """The sender reads this provider's book."""
        self.webhooks = WebhookSender(self.provider.book)
        self.places = asyncio.Semaphore(self.mode.at_once)

    def endpoint(
        self, operation: Operation, known: frozenset[str]
    ) -> Callable[[Request], Awaitable[JSONResponse]]:
        """The handler of one route."""

        async def handle(request: Request) -> JSONResponse:
            posted = request.method == "POST"
            form = (await request.body()).decode() if posted else request.url.query
            key = request.headers.get("idempotency-key") if posted else None
            call = self.provider.book.arrived(request.method, request.url.path, key, form)
            try:
                self.mode.check(request.headers.get("authorization", ""))
                reply = await self._once(request, key, form, operation, known)
                call["replayed"] = bool(request.scope.get("replayed"))
            except ApiError as error:
                call["result"] = error.error.get("code") or error.error["type"]
                return _respond(Reply({"error": error.error}, error.status), error.headers)
            if reply.lost and not call["replayed"]:
                await self._hold(request)
                return _respond(Reply({}, 504), {})
            call["result"] = reply.body.get("status") or reply.body.get("error", {}).get("code")
            return _respond(reply, {"Idempotent-Replayed": "true"} if call["replayed"] else {})

        return handle

    async def _once(
        self,
        request: Request,
        key: str | None,
        form: str,
        operation: Operation,
        known: frozenset[str],
    ) -> Reply:
        endpoint = f"{request.method} {request.url.path}"
        if key and (kept := self.keys.get(key)):
            if (kept.endpoint, kept.form) != (endpoint, form):
                raise params.key_reused(same_endpoint=kept.endpoint == endpoint)
            if kept.reply is None:
                raise params.key_in_use()
            request.scope["replayed"] = True
            return kept.reply
        kept = Kept(endpoint, form)
        if key:
            self.keys[key] = kept
        try:
            reply = operation(self.provider, request, params.parse(form, known))
        except ApiError as error:
            if error.error["type"] == "idempotency_error":
                kept.form, kept.reply = "another request's", Reply({})
                raise
            reply = Reply({"error": error.error}, error.status, keep=error.stored)
            if not error.stored:
                self._forget(key)
                raise
        self.webhooks.send(self.provider.intents)
        if reply.delay:
            async with self.places:
                await asyncio.sleep(reply.delay)
        kept.reply = reply
        if not reply.keep:
            self._forget(key)
        return reply

    def _forget(self, key: str | None) -> None:
        self.keys.pop(key or "", None)

    async def _hold(self, request: Request) -> None:
        """Until the client hangs up, the server closes or `LONGEST_HOLD` passes."""
        gone = asyncio.ensure_future(request.receive())
        closing = asyncio.ensure_future(self.closing.wait())
        await asyncio.wait(
            {gone, closing}, timeout=LONGEST_HOLD, return_when=asyncio.FIRST_COMPLETED
        )
        gone.cancel()
        closing.cancel()

    async def show_book(self, _: Request) -> JSONResponse:
        """The book, for another process."""
        return JSONResponse(self.provider.book.plain(list(self.provider.intents.values())))

    async def show_told(self, _: Request) -> JSONResponse:
        """What the webhook answered to each event."""
        return JSONResponse(self.webhooks.answers)

    async def set_webhook(self, request: Request) -> JSONResponse:
        """From now on tell `url`, signing with `secret`; what happened before stays untold."""
        asked = await request.json()
        self.webhooks.url, self.webhooks.secret = asked["url"], asked["secret"]
        return JSONResponse({"url": self.webhooks.url})

    async def land(self, request: Request) -> JSONResponse:
        """What is pending for `payment_id` is paid now."""
        landed = self.provider.land((await request.json())["payment_id"])
        self.webhooks.send(self.provider.intents)
        return JSONResponse({"landed": landed})

    async def set_mode(self, request: Request) -> JSONResponse:
        """Change the fields of `Mode` that the JSON body names."""
        for name, value in (await request.json()).items():
            if name not in {"key", "auth", "outage", "at_once"}:
                return JSONResponse({"error": f"unknown mode: {name}"}, 400)
            setattr(self.mode, name, value)
        self.places = asyncio.Semaphore(self.mode.at_once)
        return JSONResponse({"auth": self.mode.auth, "outage": self.mode.outage})


def _respond(reply: Reply, headers: dict[str, str]) -> JSONResponse:
    return JSONResponse(reply.body, reply.status, {"Request-Id": new_id("req"), **headers})


async def _unknown_url(request: Request, _: Exception) -> JSONResponse:
    error = invalid(f"Unrecognized request URL ({request.method}: {request.url.path}).")
    return _respond(Reply({"error": error.error}, 404), {})


def _by_ref(name: str) -> Operation:
    def operation(provider: PaymentProvider, request: Request, form: Form) -> Reply:
        reply: Reply = getattr(provider, name)(request.path_params["ref"], form)
        return reply

    return operation


def build(api: ApiServer, started: Callable[[], None]) -> Starlette:
    """The application; `started` is called once its loop is running."""

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        started()
        yield

    root, one = "/v1/payment_intents", "/v1/payment_intents/{ref}"
    create: Operation = lambda provider, _, form: provider.create(form)  # noqa: E731 - two one-line rows of a table.
    listing: Operation = lambda provider, _, form: provider.list(form)  # noqa: E731 - as above.
    table: list[tuple[str, str, Operation, frozenset[str]]] = [
        ("POST", root, create, params.CREATE),
        ("GET", root, listing, params.LIST),
        ("GET", one, _by_ref("retrieve"), params.RETRIEVE),
        ("POST", f"{one}/confirm", _by_ref("confirm"), params.CONFIRM),
        ("POST", f"{one}/cancel", _by_ref("cancel"), params.CANCEL),
    ]
    routes = [
        Route(path, api.endpoint(operation, known), methods=[method])
        for method, path, operation, known in table
    ]
    routes += [
        Route("/_local/book", api.show_book),
        Route("/_local/mode", api.set_mode, methods=["POST"]),
        Route("/_local/webhook", api.show_told),
        Route("/_local/webhook", api.set_webhook, methods=["POST"]),
        Route("/_local/land", api.land, methods=["POST"]),
    ]
    handlers: dict[Any, Any] = {404: _unknown_url, 405: _unknown_url}
    app = Starlette(routes=routes, exception_handlers=handlers, lifespan=lifespan)
    app.router.redirect_slashes = False
    return app
