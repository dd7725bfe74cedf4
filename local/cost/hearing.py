"""What a running stack did in one stretch of time, with the lines that its functions wrote."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from local.cost.tally import CountError, Stack, Told
from local.stack.stack import LocalStack

LONGEST: Final = 120
"""Seconds until a payment is at rest, or its last line is written."""
_GATEWAY: Final = "apigateway"
_STARTED: Final = "START RequestId: "
_ENDED: Final = "END RequestId: "


def told(stack: LocalStack, read: Stack, handlers: Sequence[str], times: int) -> Told:
    """What was called since the emulator keeps calls, once each handler ended so many times.

    Raises:
        CountError: they did not within two minutes.
    """
    found: list[Told] = []

    def complete() -> bool:
        kept = stack.emulator.calls()
        own = [each for each in kept["invocations"] if read.functions[each["function"]] in handlers]
        runs = Counter(read.functions[each["function"]] for each in own)
        lines = {each: _lines(stack, read, each, own) for each in handlers}
        if any(runs[each] < times or lines[each] is None for each in handlers):
            return False
        asked = Counter(_answers(each) for each in kept["calls"] if each["service"] == _GATEWAY)
        written = {each: lines[each] or [] for each in handlers}
        found.append(Told(kept["calls"], own, asked, written))
        return True

    until(complete, "written down")
    return found[0]


def until(condition: Callable[[], bool], what: str, longest: float = LONGEST) -> None:
    """Wait until it is true, for so many seconds.

    Raises:
        CountError: it was not.
    """
    over = time.monotonic() + longest
    while not condition():
        if time.monotonic() > over:
            message = f"Not everything was {what} within {longest:g} s: count again."
            raise CountError(message)
        time.sleep(0.05)


def _lines(
    stack: LocalStack, read: Stack, handler: str, runs: Sequence[Mapping[str, Any]]
) -> list[str] | None:
    """What the function wrote in these runs; None while a run's lines are not there yet.

    The emulator has a stream for each run, whose first and last line name the request. AWS writes
    neither: the functions' platform log begins at `WARN`.
    """
    wanted = {run["request_id"] for run in runs if read.functions[run["function"]] == handler}
    streams: defaultdict[str, list[str]] = defaultdict(list)
    logs = stack.emulator.client("logs").get_paginator("filter_log_events")
    group = f"/aws/lambda/{stack.outputs['functions'][handler]}"
    for page in logs.paginate(logGroupName=group):
        for event in page["events"]:
            streams[event["logStreamName"]].append(event["message"])
    own = [each for each in streams.values() if _request(each, _STARTED) in wanted]
    if {_request(each, _ENDED) for each in own} != wanted:
        return None
    return [line for each in own for line in each if line.startswith("{")]


def _request(lines: Sequence[str], beginning: str) -> str:
    found = [each for each in lines if each.startswith(beginning)]
    return found[0].removeprefix(beginning).partition(" ")[0] if found else ""


def _answers(call: Mapping[str, Any]) -> str:
    """The handler of what the gateway was asked."""
    return "receive_webhook" if "/webhooks/" in call["operation"] else "accept_payment"
