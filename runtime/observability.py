"""Logger and tracer, made when first used, and what may be said of an error."""

import logging
import os
import traceback
from collections.abc import Callable
from functools import cache
from json import JSONEncoder
from pathlib import PurePath
from typing import Any, Final

from aws_lambda_powertools import Logger, Tracer

Handler = Callable[[Any, Any], Any]
"""A Lambda entry: event and context to answer."""

_JSON: Final = JSONEncoder(default=str, ensure_ascii=False, separators=(",", ":"))


@cache
def logger() -> Logger:
    """One JSON logger per function; ids go into it, never a body.

    A line is written by `step`, so where it was written says nothing; its message is a name, and
    is not to be tried as JSON. Without both a line costs a tenth less; and another tenth where
    logging does not look up what no line says (Python's Logging HOWTO, "Optimization").
    """
    logging._srcfile = None  # noqa: SLF001 - the HOWTO's own way.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    return Logger(utc=True, location=None, json_serializer=_JSON.encode, json_deserializer=str)


@cache
def tracer() -> Tracer:
    """X-Ray over the AWS calls; it is off wherever there is no Lambda."""
    made = Tracer(patch_modules=("botocore",))
    recorder: Any = made.provider
    recorder.configure(emitter=WordlessEmitter(recorder.emitter))
    return made


class WordlessEmitter:
    """Sends traces without the texts of errors: SES quotes the payer's address in its own.

    The SDK records each error that leaves an AWS call or a handler; type and stack stay.
    """

    def __init__(self, emitter: Any) -> None:
        self._emitter = emitter

    def send_entity(self, entity: Any) -> None:
        """Hand a segment over, with the subsegments in it."""
        waiting = [entity]
        while waiting:
            each = waiting.pop()
            waiting += each.subsegments
            # The cause is the id of another entity's where the error was recorded there.
            if isinstance(each.cause, dict):
                for error in each.cause.get("exceptions", ()):
                    error.message = None
        self._emitter.send_entity(entity)

    def set_daemon_address(self, address: str) -> None:
        """Where X-Ray's daemon listens."""
        self._emitter.set_daemon_address(address)


def observed(handler: Handler) -> Handler:
    """The handler with its invocation's ids in each log line, and traced where X-Ray samples it.

    Neither events nor answers nor error texts enter logs or traces. X-Ray's SDK is a sixth of what
    a function imports: an invocation that X-Ray does not keep brings none of it. The SDK of the AWS
    calls itself tells the next service so.
    """

    @cache
    def decorated(*, traced: bool) -> Handler:
        inner = (
            tracer().capture_lambda_handler(handler, capture_response=False, capture_error=False)
            if traced
            else handler
        )
        entry: Handler = logger().inject_lambda_context(inner, log_event=False, clear_state=True)
        return entry

    def entry(event: Any, context: Any) -> Any:
        return decorated(traced=sampled())(event, context)

    return entry


def sampled() -> bool:
    """Whether X-Ray keeps this invocation, as Lambda says anew for each ("_X_AMZN_TRACE_ID").

    False wherever there is no Lambda.
    """
    return "Sampled=1" in os.environ.get("_X_AMZN_TRACE_ID", "").split(";")


def describe(error: BaseException) -> dict[str, str]:
    """Which error, raised where, caused by which: never its text, which may hold a value."""
    facts = {"error": type(error).__name__}
    frames = traceback.extract_tb(error.__traceback__)
    if frames:
        facts["where"] = f"{PurePath(frames[-1].filename).name}:{frames[-1].lineno}"
    if error.__cause__ is not None:
        facts["cause"] = type(error.__cause__).__name__
    return facts
