"""What was called while somebody counts: AWS's services, the gateway and the functions.

Around the emulator, in its process. A POST on `CALLS_TOLD` begins to keep calls, a GET tells those
that were kept since. Of a call on a table the items are kept as they were before and after it:
what DynamoDB is paid for follows from their sizes, and no request has both.
"""

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

import psutil
from ministack.core import lambda_runtime
from ministack.services import dynamodb

from local.emulator._rights import role_of
from local.emulator.faults import (
    CALLS_TOLD,
    App,
    Message,
    Receive,
    Scope,
    Send,
    again,
    answer,
)
from local.emulator.faults import operation as operation_of
from local.emulator.faults import read as read_body

_GATEWAY: Final = "/_user_request_"
_SIGNED: Final = re.compile(r"Credential=([^/]+)/[^/]+/[^/]+/([^/]+)/")
_WRITES: Final = {"Put", "Update", "Delete", "ConditionCheck"}
"""What a transaction is made of."""

Call = dict[str, Any]


class Kept:
    """The calls and invocations since the last beginning; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._told: dict[str, list[Call]] | None = None

    @property
    def on(self) -> bool:
        """Whether anything is kept."""
        return self._told is not None

    def begin(self) -> None:
        """Forget what was kept, and keep what comes."""
        with self._lock:
            self._told = {"calls": [], "invocations": []}

    def note(self, kind: str, call: Call) -> None:
        """Keep one of the `calls` or `invocations`."""
        with self._lock:
            if self._told is not None:
                self._told[kind].append(call)

    def told(self) -> bytes:
        """All of it, as JSON."""
        with self._lock:
            return json.dumps(self._told or {"calls": [], "invocations": []}).encode()


class Calls:
    """The application around the emulator that keeps what passes."""

    def __init__(self, app: App, kept: Kept) -> None:
        self._app = app
        self._kept = kept

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it."""
        if scope["type"] == "http" and scope["path"] == CALLS_TOLD:
            if scope["method"] == "POST":
                self._kept.begin()
            await answer(send, 200, self._kept.told())
        elif scope["type"] == "http" and self._kept.on:
            await self._keeping(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _keeping(self, scope: Scope, receive: Receive, send: Send) -> None:
        body, answered = await read_body(receive), b""
        status = 0

        async def heard(message: Message) -> None:
            nonlocal answered, status
            status = message.get("status", status)
            answered += message.get("body", b"")
            await send(message)

        call = call_of(scope, body)
        wanted = list(wanted_items(call)) if call["service"] == "dynamodb" else []
        before = [_image(*each) for each in wanted]
        await self._app(scope, again(body, receive), heard)
        call["status"] = status
        call["items"] = [
            {"table": table, "action": action, "before": old, "after": _image(table, action, key)}
            for (table, action, key), old in zip(wanted, before, strict=True)
        ]
        if call["operation"] == "Query":
            call["items"] = [
                {"table": call["request"]["TableName"], "action": "Query", "before": item}
                for item in json.loads(answered).get("Items", ())
            ]
        self._kept.note("calls", call)


def mend() -> Kept:
    """Keep each function's invocations too; call it once, before the first request."""
    kept = Kept()
    lambda_runtime.Worker.invoke = _timed(lambda_runtime.Worker.invoke, kept)
    return kept


def call_of(scope: Scope, body: bytes) -> Call:
    """Who calls which operation of which service, and with what where that is JSON."""
    signed = _SIGNED.search(dict(scope["headers"]).get(b"authorization", b"").decode())
    if _GATEWAY in scope["path"]:
        path = f"{scope['method']} {scope['path'].partition(_GATEWAY)[2]}"
        return {"caller": "", "service": "apigateway", "operation": path, "request": {}}
    key, service = signed.groups() if signed else ("", "")
    try:
        request = json.loads(body)
    except ValueError:
        request = {}
    return {
        "caller": role_of(key),
        "service": service,
        "operation": operation_of(scope),
        "request": request,
    }


def wanted_items(call: Call) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Table, action and key (or whole item) of each item that a call on a table names."""
    operation, request = call["operation"], call["request"]
    if operation in {"GetItem", "PutItem", "UpdateItem", "DeleteItem"}:
        yield request["TableName"], operation, request.get("Key") or request["Item"]
    elif operation == "TransactWriteItems":
        for each in request["TransactItems"]:
            for action in _WRITES & each.keys():
                part = each[action]
                yield part["TableName"], action, part.get("Key") or part["Item"]
    elif operation == "BatchGetItem":
        for table, part in request["RequestItems"].items():
            for key in part["Keys"]:
                yield table, operation, key


def _image(name: str, _: str, key: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The item of a table as it is now."""
    table = dynamodb._tables[name]  # noqa: SLF001 - the emulator has no public seam
    keys = {each["AttributeName"]: key[each["AttributeName"]] for each in table["KeySchema"]}
    hash_value, range_value, _ = dynamodb._resolve_table_key_values(table, keys, allow_extra=False)  # noqa: SLF001 - as above
    found = table["items"].get(hash_value, {}).get(range_value)
    return dict(found) if found else None


def _timed(original: Callable[..., Any], kept: Kept) -> Callable[..., Any]:
    def invoke(worker: Any, event: Any, request_id: str, **options: Any) -> Any:
        if not kept.on:
            return original(worker, event, request_id, **options)
        lambda_runtime.ensure_spawned(worker)
        before = used(worker)
        found = original(worker, event, request_id, **options)
        called = {"function": worker.config["FunctionName"], "request_id": request_id}
        kept.note("invocations", {**called, "processor_s": used(worker).since(before)})
        return found

    return invoke


class Used(NamedTuple):
    """Seconds that a function's process has used a processor; nothing of one that has ended."""

    pid: int = 0
    seconds: float = 0.0

    def since(self, before: "Used") -> float:
        """What came since then; 0 where another process took its place, or none."""
        return self.seconds - before.seconds if self.pid == before.pid else 0.0


def used(worker: Any) -> Used:
    """What the worker's process has used up to now."""
    process = worker._proc  # noqa: SLF001 - as above
    try:
        times = psutil.Process(process.pid).cpu_times() if process else None
    except psutil.NoSuchProcess:
        times = None
    return Used(process.pid, float(times.user + times.system)) if times else Used()
