"""Real payments on the local stack, and what CloudWatch would hold of them.

What our functions count is read from their own logs. Of what AWS's services would send, the
gateway's is measured by who calls it, a queue's is asked of the emulator each second, a function's
is in the line that ends each invocation. The rest AWS alone sends.
"""

import re
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final, NamedTuple

from local.alarms.dashboard import Body
from local.alarms.series import Key, Series
from local.demo.scenarios import DECLINED, SUCCEEDS, request
from local.stack.client import MerchantClient
from local.stack.collect import rests, scan
from local.stack.merchants import MERCHANTS
from local.stack.stack import LocalStack
from runtime.adapters.dynamodb_rows import read_row

BEGIN: Final = 1_767_254_400
"""Where the picture's clock begins, in Unix seconds: always the same morning."""
STRETCH: Final = 60
"""Each second of the run is drawn as a minute: CloudWatch knows nothing shorter."""
_SEED: Final = 7
_CALLERS: Final = 8
_REST_SECONDS: Final = 90
_METHODS: Final = {
    SUCCEEDS: 76,
    DECLINED: 13,
    "pm_local_slow": 4,
    "pm_local_unavailable_three_times": 3,
    "pm_local_wrong_amount": 3,
    "pm_local_timeout_after_charge": 1,
}
"""Payment method → how many of a hundred payments come with it."""
_BUSIEST: Final = 2
_REFUSED: Final = 0.05
_ENDED: Final = re.compile(r"REPORT RequestId: \S+\s+Duration: (?P<duration>[\d.]+) ms")


class Answered(NamedTuple):
    """One request for a payment, as its caller saw it."""

    at: float
    """Unix seconds, of the real clock."""
    milliseconds: float
    status: int


@dataclass
class Clock:
    """From the real clock to the picture's."""

    began: float = field(default_factory=time.time)

    def shown(self, at: float) -> int:
        """When that is in the picture, in its Unix seconds."""
        return BEGIN + round((at - self.began) * STRETCH)


def play(
    stack: LocalStack, body: Body, seconds: int, say: Callable[[str], None]
) -> tuple[Series, int]:
    """Pay for so many seconds, wait until all is done; what was measured, and when it ended.

    Raises:
        TimeoutError: some payment was not done in time.
    """
    series, random = Series(), Random(_SEED)  # noqa: S311 - made-up buyers
    client = stack.merchant(MERCHANTS[0])
    clock = Clock()
    # Who calls first waits for cold functions: no caller's time in the picture.
    client.accepted(client.pay(_asked(random, 0), "warm"))
    answers: list[Answered] = []
    with ThreadPoolExecutor(_CALLERS) as pool:
        for second in range(seconds):
            for _ in range(_often(random, second / seconds)):
                number = len(client.answers) + random.randrange(10**6)
                pool.submit(_call, client, _asked(random, number), f"{second}-{number}", answers)
            _look_at_queues(stack, body, series, clock)
            if second % 15 == 0:
                say(f"Paying: {second} of {seconds} s, {len(answers)} answered")
            _wait_until(clock.began + second + 1)
    say("Waiting until all is done")
    over = time.time() + _REST_SECONDS
    while _unfinished(stack, client):
        if time.time() > over:
            message = f"After {_REST_SECONDS} s some payment is not done; run it again."
            raise TimeoutError(message)
        _look_at_queues(stack, body, series, clock)
        _wait_until(time.time() + 1)
    client.close()
    put_answers(series, body, answers, clock)
    for function in stack.outputs["functions"].values():
        put_log(series, function, _events(stack, function, clock), clock)
    return series, clock.shown(time.time())


def put_answers(series: Series, body: Body, answers: Iterable[Answered], clock: Clock) -> None:
    """What the gateway would have sent of requests for payments, for each set of dimensions."""
    keys = _keys(body, "AWS/ApiGateway")
    for one in answers:
        values = {
            "Count": 1,
            "4XXError": one.status // 100 == 4,  # noqa: PLR2004 - 400 to 499
            "5XXError": one.status // 100 == 5,  # noqa: PLR2004 - 500 to 599
            "Latency": one.milliseconds,
        }
        for key in keys:
            series.put(key, clock.shown(one.at), float(values[key.metric]))


def put_log(
    series: Series, function: str, events: Iterable[Mapping[str, Any]], clock: Clock
) -> None:
    """What a function counted, and what Lambda would have sent of its invocations."""
    dimensions = frozenset({("FunctionName", function)})
    for event in events:
        at = clock.shown(event["timestamp"] / 1000)
        series.put_line(event["message"], at)
        if ended := _ENDED.match(event["message"]):
            measured = {"Invocations": 1, "Errors": 0, "Duration": float(ended["duration"])}
            for metric, value in measured.items():
                series.put(Key("AWS/Lambda", metric, dimensions), at, value)


def _keys(body: Body, namespace: str) -> set[Key]:
    """The metrics of a namespace that the dashboard shows."""
    rows = [row.measure.metric for chart in body.charts for row in chart.metrics if row.measure]
    return {each for each in rows if each.namespace == namespace}


def _often(random: Random, share: float) -> int:
    """So many payments in this second: few at first and at last, many in the middle."""
    busy = 4 * share * (1 - share) * _BUSIEST
    return int(random.random() * (busy + 1))


def _asked(random: Random, number: int) -> dict[str, Any]:
    (method,) = random.choices(list(_METHODS), list(_METHODS.values()))
    body = request(number, method, "en", name="Eva")
    amount = 0 if number and random.random() < _REFUSED else random.randrange(500, 20_000)
    return {**body, "amount": amount, "currency": random.choice(["eur", "eur", "usd"])}


def _call(
    client: MerchantClient, body: Mapping[str, Any], key: str, answers: list[Answered]
) -> None:
    began = time.time()
    status = client.pay(body, key).status_code
    answers.append(Answered(time.time(), 1000 * (time.time() - began), status))


def _unfinished(stack: LocalStack, client: MerchantClient) -> bool:
    own = {each.payment_id for each in client.answers}
    rows = map(read_row, scan(stack, "payments_table"))
    return any(row.payment_id in own and not rests(row) for row in rows)


def _look_at_queues(stack: LocalStack, body: Body, series: Series, clock: Clock) -> None:
    sqs = stack.emulator.client("sqs")
    for key in _keys(body, "AWS/SQS"):
        name = dict(key.dimensions)["QueueName"]
        if key.metric == "ApproximateNumberOfMessagesVisible":
            url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
            asked = ["ApproximateNumberOfMessages"]
            found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=asked)["Attributes"]
            series.put(key, clock.shown(time.time()), float(found[asked[0]]))


def _events(stack: LocalStack, function: str, clock: Clock) -> Iterable[Mapping[str, Any]]:
    pages = stack.emulator.client("logs").get_paginator("filter_log_events")
    begin = int(clock.began * 1000)
    for page in pages.paginate(logGroupName=f"/aws/lambda/{function}", startTime=begin):
        yield from page["events"]


def _wait_until(at: float) -> None:
    time.sleep(max(0, at - time.time()))
