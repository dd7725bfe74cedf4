"""What decides how a stack bears load: its own settings, AWS's scaling, and how long work takes."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from local.program.recording import Recorded
from runtime.contract.timing import Timing
from till.cost.counted import Counted, Work
from till.cost.use import duration_ms

BATCH: Final = 10
"""Messages in a batch at most, as each of our mappings asks for."""
MAPPING_FIRST: Final = 5
MAPPING_MORE: Final = 300
MAPPING_MOST: Final = 1_000
"""Batches of a standard queue at a time: at first, more for each minute in which messages are left,
and at most without a setting. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
"""
PROCESSOR, ACCEPT = "process_payment", "accept_payment"
_FUNCTION: Final = "aws:lambda/function:Function"
_MAPPING: Final = "aws:lambda/eventSourceMapping:EventSourceMapping"
_METHOD: Final = "aws:apigateway/methodSettings:MethodSettings"
_ROUTE: Final = "~1v1~1payments/POST"


class Bucket(NamedTuple):
    """What lets so many through a second, and so many at once.

    The gateway's throttle is one
    (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html).
    """

    rate: float
    burst: float


class Shape(NamedTuple):
    """A stack under load. Times are seconds."""

    gateway: Bucket
    accept_seconds: float
    accept_at_once: int
    """Reserved for it; a call beyond is refused
    (https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html)."""
    batches: int
    """Of payments at a time, at most."""
    batch_seconds: float
    """Of ten payments, but for the provider's calls."""
    psp_seconds: float
    """Of one call."""
    psp_writes: int
    """Of a payment; one read follows them."""
    psp: Bucket
    """Writes that the provider takes (https://docs.stripe.com/rate-limits)."""
    mails: float
    """A second (https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas.html)."""
    timing: Timing

    @property
    def whole_batch(self) -> float:
        """Seconds of a batch that calls the provider: the writes, and a read."""
        return self.batch_seconds + (self.psp_writes + 1) * self.psp_seconds

    def fitting(self) -> int:
        """As many batches at a time as the provider takes the writes of."""
        return int(self.psp.rate / self.psp_writes * self.whole_batch / BATCH)


def shape(
    resources: Iterable[Recorded], counted: Counted, psp_seconds: float, psp: Bucket, mails: float
) -> Shape:
    """The stack of these resources, on which a payment's work was counted."""
    every = list(resources)
    functions = {
        str(one.inputs["handler"]).split(".")[-2]: one.inputs
        for one in every
        if one.type == _FUNCTION and "handler" in one.inputs
    }
    [throttle] = [
        one.inputs["settings"]
        for one in every
        if one.type == _METHOD and one.inputs["methodPath"] == _ROUTE
    ]
    return Shape(
        gateway=Bucket(throttle["throttlingRateLimit"], throttle["throttlingBurstLimit"]),
        accept_seconds=duration_ms(counted.functions[ACCEPT], 0) / 1_000,
        accept_at_once=functions[ACCEPT]["reservedConcurrentExecutions"],
        batches=_batches(every, functions[PROCESSOR]),
        batch_seconds=_of_batch(counted.functions[PROCESSOR]),
        psp_seconds=psp_seconds,
        psp_writes=counted.psp_calls - 1,
        psp=psp,
        mails=mails,
        timing=Timing(),
    )


def _of_batch(work: Work) -> float:
    """Ten payments wait side by side, and share a processor."""
    batch = work.model_copy(update={"processor_ms": BATCH * work.processor_ms})
    return duration_ms(batch, 0) / 1_000


def _batches(every: Iterable[Recorded], function: Any) -> int:
    """What the mapping, the reserved concurrency and AWS allow: the least of them."""
    name = PROCESSOR.replace("_", "-")
    [scaling] = [
        one.inputs.get("scalingConfig") or {}
        for one in every
        if one.type == _MAPPING and f"-{name}:" in one.inputs["functionName"]
    ]
    asked = scaling.get("maximumConcurrency", MAPPING_MOST)
    return int(min(asked, function["reservedConcurrentExecutions"], MAPPING_MOST))
