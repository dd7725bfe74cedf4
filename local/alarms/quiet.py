"""Quiet days: the traffic of a small company on which nothing goes wrong, made up from a seed.

Calls follow the hour and the weekday and scatter around that; a few are refused, a few begin a
cold function, banks decline some payments, a provider's answer is late now and then, a merchant's
batch runs into its limit. What a person would have to look at does not happen.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from random import Random
from typing import Final, NamedTuple

from local.alarms.declared import Alarm, Composite
from local.alarms.evaluator import Evaluator
from local.alarms.quiet_workers import put_workers
from local.alarms.series import MINUTE, Key, Series
from local.alarms.series import key as _key
from policies.pci.framework.alarm_states import State

DAY_MINUTES: Final = 24 * 60
LEARNING_DAYS: Final = 15
"""Before the first day that counts: bands are learned from two weeks."""
_KEPT_DAYS: Final = 4
"""Of samples: no window is longer."""
_START: Final = 1_795_305_600
"""Midnight UTC of a Sunday."""
_WEEKEND: Final = 0.6
_BUSY, _NIGHT = 22.0, 2.0
"""Calls for payments a minute."""
_REFUSED, _SUCCEED, _DECLINE = 0.02, 0.92, 0.07
_OURS: Final = "Tillstack"
_COLD, _SLOW = 0.003, 0.0002
"""Shares of calls that begin a function, and that nearly take too long."""
_LATE, _MISSED, _OLD = 0.002, 0.004, 0.01
"""Shares of minutes in which a provider's answer is late, in which the schedule misses a call, and
of ten minutes in which a message waits for a while."""
_NIGHTLY: Final = {"reconcile-payments": 195, "sign-ledger": 225}
"""Function → the minute of its run: 03:15, 03:45."""
_TEN: Final = 10
"""Minutes: a function's and a queue's metrics are told once for ten, with the worst of them."""


class Names(NamedTuple):
    """Whose metrics are made up."""

    prefix: str
    """What every name of the stack begins with: `tillstack-prod-`."""
    functions: tuple[str, ...]
    queues: tuple[str, ...]
    secrets: tuple[str, ...]
    gateway: Mapping[str, str]
    """Dimensions of the stage."""
    method: Mapping[str, str]
    """Dimensions of the method that accepts payments."""
    certificate: str = ""
    workers: str = ""
    """The group of instances, where there is one."""


def names_of(alarms: Iterable[Alarm | Composite], prefix: str) -> Names:
    """Whatever the alarms of a stack are about."""
    asked: dict[str, set[str]] = {}
    places: list[Mapping[str, str]] = []
    for each in alarms:
        for measure in each.measures.values() if isinstance(each, Alarm) else ():
            dimensions = dict(measure.metric.dimensions)
            for name, value in dimensions.items():
                asked.setdefault(name, set()).add(value)
            if "ApiName" in dimensions:
                places.append(dimensions)
    return Names(
        prefix,
        tuple(sorted(asked["FunctionName"])),
        tuple(sorted(asked["QueueName"])),
        tuple(sorted(asked["secret"])),
        next(each for each in places if "Method" not in each),
        next(each for each in places if "Method" in each),
        next(iter(asked.get("CertificateArn", {""}))),
        next(iter(asked.get("AutoScalingGroupName", {""}))),
    )


class Ring(NamedTuple):
    """An alarm that called somebody on a quiet day."""

    alarm: str
    day: int
    minute: int


def rings(alarms: list[Alarm | Composite], names: Names, seed: int, days: int) -> Iterator[Ring]:
    """Whoever is called on so many quiet days, after the days of learning."""
    random, series = Random(seed), Series()  # noqa: S311 - a made-up day
    evaluator = Evaluator(alarms, series, _START, hurry=True)
    telling = {each.name for each in alarms if each.rings}
    begin = _START + LEARNING_DAYS * DAY_MINUTES * MINUTE
    for day in range(LEARNING_DAYS + days):
        _day(series, names, random, day)
        evaluator.advance(_START + (day + 1) * DAY_MINUTES * MINUTE)
        first = _START // MINUTE + day * DAY_MINUTES
        series.forget(first - _KEPT_DAYS * DAY_MINUTES)
        evaluator.forget(first - LEARNING_DAYS * DAY_MINUTES)
    for change in evaluator.changes:
        if change.state is State.ALARM and change.alarm in telling and change.at > begin:
            minute = (change.at - begin) // MINUTE
            yield Ring(change.alarm, minute // DAY_MINUTES, minute % DAY_MINUTES)


def key(namespace: str, metric: str, dimensions: Mapping[str, str] | None = None) -> Key:
    """The metric of these dimensions, remembered: it is asked for each minute."""
    return _remembered(namespace, metric, tuple((dimensions or {}).items()))


@cache
def _remembered(namespace: str, metric: str, dimensions: tuple[tuple[str, str], ...]) -> Key:
    return _key(namespace, metric, dict(dimensions))


def _day(series: Series, names: Names, random: Random, day: int) -> None:
    level = math.exp(random.gauss(0, 0.12)) * (_WEEKEND if day % 7 in {0, 6} else 1)
    batch = random.randrange(DAY_MINUTES) if random.random() < _SUCCEED else -1
    for minute in range(DAY_MINUTES):
        at = _START + (day * DAY_MINUTES + minute) * MINUTE
        daylight = (1 - math.cos(2 * math.pi * (minute - 240) / DAY_MINUTES)) / 2
        calls = _poisson(random, level * (_NIGHT + (_BUSY - _NIGHT) * daylight))
        _gateway(series, names, random, at, calls)
        _payments(series, names, random, at, calls)
        _functions(series, names, random, at)
        if minute % _TEN == 0:
            _queues(series, names, random, at)
        if batch <= minute < batch + 3:
            limited = key(_OURS, "MerchantLimited", {"service": f"{names.prefix}read-payments"})
            series.put(limited, at, 1, random.randint(3, 20))
    _daily(series, names, random, day)
    if names.workers:
        put_workers(series, names.workers, _START, day)


def _poisson(random: Random, mean: float) -> int:
    """A count with this mean (Knuth, "The Art of Computer Programming", 3.4.1)."""
    floor, product, count = math.exp(-mean), random.random(), 0
    while product > floor:
        product *= random.random()
        count += 1
    return count


def _gateway(series: Series, names: Names, random: Random, at: int, calls: int) -> None:
    waits = Counter(_latency(random) for _ in range(calls))
    refused = sum(random.random() < _REFUSED for _ in range(calls))
    for place in (names.gateway, names.method):
        for wait, often in waits.items():
            series.put(key("AWS/ApiGateway", "Latency", place), at, wait, often)
        if calls:
            series.put(key("AWS/ApiGateway", "Count", place), at, 1, calls)
            series.put(key("AWS/ApiGateway", "5XXError", place), at, 0, calls)
            _split(series, key("AWS/ApiGateway", "4XXError", place), at, refused, calls)


def _latency(random: Random) -> float:
    """Milliseconds, to ten: most take a tenth of a second, a cold start longer."""
    chance = random.random()
    if chance < _COLD:
        return round(random.uniform(60, 160)) * 10
    if chance < _COLD + _SLOW:
        return round(random.uniform(160, 195)) * 10
    return round(random.lognormvariate(4.5, 0.35) / 10) * 10


def _split(series: Series, metric: Key, at: int, ones: int, every: int) -> None:
    for value, often in ((0, every - ones), (1, ones)):
        if often:
            series.put(metric, at, value, often)


def _payments(series: Series, names: Names, random: Random, at: int, calls: int) -> None:
    ends = Counter(_end(random) for _ in range(calls))
    accepted = key(_OURS, "PaymentAccepted", {"service": f"{names.prefix}accept-payment"})
    processing = {"service": f"{names.prefix}process-payment"}
    if calls:
        series.put(accepted, at, 1, calls)
    for end, often in ends.items():
        series.put(key(_OURS, end, processing), at, 1, often)
    if random.random() < _LATE:
        # An answer of the provider that is late: looked for again and again, and found.
        waits = key(_OURS, "UnfinishedSeconds", processing)
        series.put(waits, at, random.uniform(900, 2_700))


def _end(random: Random) -> str:
    chance = random.random()
    if chance < _SUCCEED:
        return "PaymentSucceeded"
    return "PaymentDeclined" if chance < _SUCCEED + _DECLINE else "PaymentFailed"


def _functions(series: Series, names: Names, random: Random, at: int) -> None:
    minute = at // MINUTE % DAY_MINUTES
    for function in names.functions:
        place = {"FunctionName": function}
        nightly = next((at for end, at in _NIGHTLY.items() if function.endswith(end)), None)
        if function.endswith("sweep-payments") and random.random() > _MISSED:
            # EventBridge is a few seconds early or late: a minute may have no call.
            series.put(key("AWS/Lambda", "Invocations", place), at, 1)
        hourly = function.endswith("expire-payers") and minute % 60 == 0
        if hourly or minute == nightly:
            series.put(key("AWS/Lambda", "Invocations", place), at, 1)
        if minute % _TEN == 0:
            series.put(key("AWS/Lambda", "Errors", place), at, 0)
            longest = 2_500 if nightly is None else 60_000
            series.put(key("AWS/Lambda", "Duration", place), at, random.uniform(20, longest))


def _queues(series: Series, names: Names, random: Random, at: int) -> None:
    for queue in names.queues:
        place = {"QueueName": queue}
        if queue.endswith(("-dead", "-lost")):
            for each in ("Visible", "NotVisible"):
                series.put(key("AWS/SQS", f"ApproximateNumberOfMessages{each}", place), at, 0)
        else:
            age = random.uniform(60, 400) if random.random() < _OLD else random.expovariate(0.5)
            series.put(key("AWS/SQS", "ApproximateAgeOfOldestMessage", place), at, round(age))


def _daily(series: Series, names: Names, random: Random, day: int) -> None:
    start = _START + day * DAY_MINUTES * MINUTE
    for hour in range(24):
        at = start + hour * 60 * MINUTE
        for rate, most in (("Bounce", 0.012), ("Complaint", 0.0004)):
            series.put(key("AWS/SES", f"Reputation.{rate}Rate"), at, random.uniform(0, most))
        for secret in names.secrets:
            # Replaced in time, by whoever heard the alarm.
            series.put(key(_OURS, "SecretAgeDays", {"secret": secret}), at, day % 75)
    # Practised each quarter, before the alarm says so.
    drilled = key(_OURS, "RestoreDrillAgeDays", {"service": f"{names.prefix}reconcile-payments"})
    series.put(drilled, start + _NIGHTLY["reconcile-payments"] * MINUTE, day % 80)
    if names.certificate:
        for half in (0, 12):
            left = 198 - day % 150
            expiry = key("AWS/CertificateManager", "DaysToExpiry",
                         {"CertificateArn": names.certificate})  # fmt: skip
            series.put(expiry, start + half * 60 * MINUTE, left)
