"""Counted calls times prices, for any number of payments."""

import pytest

from tests.till.cost.stacks import MAPPING, TRAIL, function
from till.cost.counted import counted
from till.cost.fixed import Resource
from till.cost.prices import Line
from till.cost.use import MAIL, MILLION, clock, duration_ms, shape, total, use


def lines(*resources: Resource, payments: int = MILLION) -> dict[str, Line]:
    """The lines of payments, by what they are of."""
    return {each.what: each for each in use(shape(counted(), resources), payments)}


def by_clock(*resources: Resource) -> dict[str, Line]:
    """The lines of a month without payments."""
    return {each.what: each for each in clock(shape(counted(), resources))}


def test_a_function_that_is_not_ours_changes_nothing() -> None:
    """A state may be of any program, and a handler of any form."""
    other = Resource("aws:lambda/function:Function", {"handler": "index", "memorySize": 1_024})
    assert lines(other) == lines()


def test_each_call_is_paid() -> None:
    """Two requests to the gateway, four calls of functions, and what they write and read."""
    found = lines()
    written = sum(units for _, _, units in counted().writes())
    assert found["invocations"].number == 4 * MILLION
    assert found["gateway requests"].number == found["inspected requests"].number == 2 * MILLION
    assert found["write units"].number == written * MILLION
    assert found["write units"].usd == pytest.approx(written * 0.625)


def test_a_queue_is_asked_three_times_for_a_message() -> None:
    """Sent, received and deleted, each message in a batch of its own."""
    assert lines()["queue requests"].number == 6 * MILLION


def test_payments_cost_by_their_number() -> None:
    """But for keys, which are kept for a while: of few payments each may ask for all."""
    few, many = lines(payments=100), lines(payments=2 * MILLION)
    assert many["write units"].usd == pytest.approx(20_000 * few["write units"].usd)
    together = counted().keys.together
    assert few["key requests"].number == 100 * together
    assert many["key requests"].number == lines()["key requests"].number == 8_760 * together


def test_an_audit_trail_is_paid_by_event_and_by_its_log() -> None:
    """One for each call on a table and of a function; requests for keys are in its log too."""
    found = lines(TRAIL)
    events = (counted().calls("dynamodb") + 4) * MILLION
    assert found["data events"].number == events
    written = events + found["key requests"].number
    assert found["GB of the trail's log"].number == pytest.approx(written * 2_000 / 2**30)
    assert "data events" not in lines()


def test_mail_is_beside_the_sum() -> None:
    """As the provider's fees are."""
    found = lines()
    assert found[MAIL].usd == pytest.approx(100)
    assert total(found.values()) == pytest.approx(sum(e.usd for e in found.values()) - 100)


def test_a_function_costs_by_the_stack_s_own_memory() -> None:
    """Twice the memory is not twice the price: the processor is faster, and waits are not."""
    work = counted().functions["process_payment"]
    usual, large = (
        size * duration_ms(work.model_copy(update={"memory_mb": size}), 3) / 1_024 / 1_000
        for size in (512, 1_024)
    )
    assert 1.8 < large / usual < 2
    found = [lines(function("process_payment", size))["GB-seconds"].number for size in (512, 1_024)]
    assert found[0] == lines()["GB-seconds"].number
    assert found[1] - found[0] == pytest.approx((large - usual) * MILLION)


def test_a_function_without_a_snapshot_restores_none() -> None:
    """Where the region has none, say."""
    bare = lines(function("accept_payment", 1_024), function("receive_webhook", 1_024))
    assert "GB restored from snapshots" not in bare
    kept = lines(function("accept_payment", 1_024, snapshot=True))
    assert kept["GB restored from snapshots"].number == pytest.approx(0.006 * MILLION)


def test_waits_are_paid_as_processor_time_is() -> None:
    """A function waits for each call, and the one that charges for the provider as well."""
    work = counted().functions["process_payment"]
    assert duration_ms(work, 3) - duration_ms(work, 0) == 1_500
    slower = work.model_copy(update={"processor_ms": 100.0, "calls": {}, "memory_mb": 512})
    assert duration_ms(slower, 0) == 346
    assert duration_ms(slower.model_copy(update={"memory_mb": 4_096}), 0) == 100
    waits = sum(8 for call in work.calls if call.startswith("dynamodb:"))
    once = dict.fromkeys(work.calls, 1)
    assert duration_ms(slower.model_copy(update={"calls": once}), 0) == 346 + waits + 10


def test_the_clock_asks_without_payments() -> None:
    """Pollers for each queue that calls a function, the sweeper each minute; a trail sees it."""
    still, polled = by_clock(), by_clock(MAPPING, MAPPING)
    assert polled["queue requests"].number - still["queue requests"].number == 2 * 900 * 730
    assert still["invocations"].number == 60 * 730
    assert still["custom metrics"].number == counted().metrics
    assert by_clock(TRAIL)["data events"].number == 60 * 730 * 17
    assert "gateway requests" not in still
