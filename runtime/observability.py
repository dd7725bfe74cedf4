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
    return Tracer(patch_modules=("botocore",))


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
