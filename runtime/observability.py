"""Logger and tracer, made when first used, and what may be said of an error."""

import traceback
from collections.abc import Callable
from functools import cache
from pathlib import PurePath
from typing import Any

from aws_lambda_powertools import Logger, Tracer

Handler = Callable[[Any, Any], Any]
"""A Lambda entry: event and context to answer."""


@cache
def logger() -> Logger:
    """One JSON logger per function; ids go into it, never a body."""
    return Logger(utc=True)


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
    """The handler with its invocation's ids in each log line, and traced.

    Neither events nor answers nor error texts enter logs or traces.
    """

    @cache
    def decorated() -> Handler:
        traced = tracer().capture_lambda_handler(
            handler, capture_response=False, capture_error=False
        )
        entry: Handler = logger().inject_lambda_context(traced, log_event=False, clear_state=True)
        return entry

    def entry(event: Any, context: Any) -> Any:
        return decorated()(event, context)

    return entry


def describe(error: BaseException) -> dict[str, str]:
    """Which error, raised where, caused by which: never its text, which may hold a value."""
    facts = {"error": type(error).__name__}
    frames = traceback.extract_tb(error.__traceback__)
    if frames:
        facts["where"] = f"{PurePath(frames[-1].filename).name}:{frames[-1].lineno}"
    if error.__cause__ is not None:
        facts["cause"] = type(error.__cause__).__name__
    return facts
