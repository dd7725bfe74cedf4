"""What payments cost: the counted calls of one, times AWS's list prices."""

from collections.abc import Iterable, Mapping
from math import ceil
from typing import Final, NamedTuple

from till.cost.counted import Counted, Work
from till.cost.fixed import Resource
from till.cost.prices import Line, priced, prices

MILLION: Final = 1_000_000
MAIL: Final = "mails"
"""Beside the sum, as the provider's own fees are: it is no choice of the stack's."""
_GB_BYTES: Final = 2**30
_GB_MB: Final = 1_024
_CALLS_PSP: Final = "process_payment"
_SWEEP: Final = "sweep_payments"
_WAITED: Final = ("dynamodb", "ses", "sqs")
_QUEUED: Final = 2
"""Requests for each batch that a queue hands over: its receive and its deletion."""
_TRAIL: Final = "aws:cloudtrail/trail:Trail"
_MAPPING: Final = "aws:lambda/eventSourceMapping:EventSourceMapping"
_FUNCTION: Final = "aws:lambda/function:Function"


class Shape(NamedTuple):
    """What of a stack decides what its payments cost."""

    counted: Counted
    """With the stack's own sizes of functions."""
    trail: bool
    """Whether it writes an audit trail."""
    mappings: int
    """Queues that call a function."""


def shape(counted: Counted, resources: Iterable[Resource]) -> Shape:
    """The stack of these resources."""
    every = list(resources)
    sizes = {
        str(each.inputs["handler"]).rpartition(".")[0].rpartition(".")[2]: each.inputs
        for each in every
        if each.type == _FUNCTION and "handler" in each.inputs
    }
    functions = {name: _sized(work, sizes.get(name)) for name, work in counted.functions.items()}
    return Shape(
        counted.model_copy(update={"functions": functions}),
        trail=any(each.type == _TRAIL for each in every),
        mappings=sum(each.type == _MAPPING for each in every),
    )


def use(stack: Shape, payments: int) -> list[Line]:
    """So many payments, evenly over one month; the dearest first."""
    own = stack.counted
    amounts = _work(own.functions, payments, {_CALLS_PSP: own.psp_calls})
    amounts |= {
        "inspected requests": amounts["gateway requests"],
        "key requests": min(payments, _periods()) * own.keys.together,
        MAIL: own.calls("ses") * payments,
    }
    if stack.trail:
        amounts |= _trailed(amounts, own.functions.values(), payments)
    return sorted(priced(amounts), key=lambda each: -each.usd)


def clock(stack: Shape) -> list[Line]:
    """What a month costs by the clock, whatever is paid: schedules, polls, metrics."""
    known, own = prices(), stack.counted
    sweeps = round(known.month_hours * known.assumed("sweeps_an_hour"))
    polls = known.month_hours * known.assumed("polls_an_hour") * stack.mappings
    amounts = _work({_SWEEP: own.sweep}, sweeps, {})
    amounts["queue requests"] += polls
    amounts["custom metrics"] = own.metrics
    if stack.trail:
        amounts |= _trailed(amounts, [own.sweep], sweeps)
    return sorted(priced(amounts), key=lambda each: -each.usd)


def duration_ms(work: Work, psp_calls: int) -> float:
    """What Lambda bills of one invocation, assumed: counted processor time, and waits."""
    known = prices()
    slower = max(1, known.assumed("vcpu_mb") / work.memory_mb)
    waits = sum(
        times * known.assumed(f"{call.partition(':')[0]}_ms")
        for call, times in work.calls.items()
        if call.partition(":")[0] in _WAITED
    )
    return ceil(work.processor_ms * slower + waits + psp_calls * known.assumed("psp_ms"))


def total(lines: Iterable[Line]) -> float:
    """US dollars, without mail."""
    return sum(each.usd for each in lines if each.what != MAIL)


def _work(works: Mapping[str, Work], times: int, psp: Mapping[str, int]) -> dict[str, float]:
    """What these functions ask for so many payments, or in so many runs."""
    known, own = prices(), works.values()
    invocations = sum(each.invocations for each in own)
    batches = sum(each.invocations for each in own if each.takes_messages)
    sent = sum(_of_service(each, "sqs") for each in own)
    requests = sum(each.gateway_requests for each in own)
    log = sum(each.log_bytes for each in own) + requests * known.assumed("access_log_bytes")
    seconds = sum(
        each.invocations * each.memory_mb / _GB_MB * duration_ms(each, psp.get(name, 0)) / 1_000
        for name, each in works.items()
    )
    restored = sum(each.invocations * each.memory_mb / _GB_MB for each in own if each.restores)
    return {
        "gateway requests": requests * times,
        "invocations": invocations * times,
        "GB-seconds": seconds * times,
        "GB restored from snapshots": restored * known.assumed("cold_share") * times,
        "write units": sum(sum(each.write_units.values()) for each in own) * times,
        "read units": sum(each.read_units for each in own) * times,
        "queue requests": (sent + _QUEUED * batches) * times,
        "GB of logs": log * times / _GB_BYTES,
        "traces": invocations * known.assumed("traced_share") * times,
    }


def _trailed(amounts: Mapping[str, float], works: Iterable[Work], times: int) -> dict[str, float]:
    """The trail writes each call on a table and of a function, and each request for a key.

    One event is one request, a transaction too (Amazon DynamoDB Developer Guide, "Understanding
    DynamoDB log file entries"). What is read and written among the ledger's roots, a few objects
    each night, costs less than a cent a year and is left out.
    """
    events = sum(_of_service(each, "dynamodb") + each.invocations for each in works) * times
    written = (events + amounts.get("key requests", 0)) * prices().assumed("trail_event_bytes")
    return {"data events": events, "GB of the trail's log": written / _GB_BYTES}


def _of_service(work: Work, service: str) -> int:
    return sum(times for call, times in work.calls.items() if call.startswith(f"{service}:"))


def _periods() -> float:
    """How often in a month what was opened is forgotten."""
    return prices().month_hours * 3_600 / prices().assumed("key_seconds")


def _sized(work: Work, inputs: Mapping[str, object] | None) -> Work:
    """With the memory and the snapshot of the stack's own function."""
    if inputs is None:
        return work
    snapshot = inputs.get("snapStart") or {}
    starts = isinstance(snapshot, Mapping) and snapshot.get("applyOn") == "PublishedVersions"
    return work.model_copy(update={"memory_mb": inputs.get("memorySize", 128), "restores": starts})
