"""What is drawn of a run is what happened in it."""

from functools import cache

import pytest

from docs_gen.dashboard_run import BEGIN, STRETCH, Answered, Clock, play, put_answers, put_log
from local.alarms.dashboard import Body, bodies
from local.alarms.series import Series, key
from local.stack.collect import collect
from local.stack.stack import UNTOLD, LocalStack
from tests.fakes.recorder import record_program

STAGE = {"ApiName": "tillstack-local-gateway", "Stage": "live"}
METHOD = {**STAGE, "Resource": "/v1/payments", "Method": "POST"}


@cache
def declared() -> Body:
    """The dashboard of a stack that `make local` starts without receivers."""
    (body,) = bodies(record_program("local", UNTOLD).resources)
    return body


def test_an_answer_is_what_the_gateway_would_have_measured() -> None:
    """For the stage and for the method, a second as a minute."""
    series, clock = Series(), Clock(began=1_000.0)
    answers = [
        Answered(1_001.2, 80.0, 202),
        Answered(1_001.4, 20.0, 422),
        Answered(1_003, 9.0, 504),
    ]
    put_answers(series, declared(), answers, clock)
    end = BEGIN // 60 + 5
    for place in (STAGE, METHOD):
        for metric, statistic, value in (
            ("Count", "SampleCount", 3),
            ("4XXError", "Sum", 1),
            ("5XXError", "Sum", 1),
            ("Latency", "Maximum", 80),
        ):
            if metric != "4XXError" or place is STAGE:
                told = series.datapoint(key("AWS/ApiGateway", metric, place), statistic, 300, end)
                assert told == value, metric
    assert clock.shown(1_001.5) == BEGIN + 90 == BEGIN + round(1.5 * STRETCH)


def test_a_log_is_what_the_function_counted_and_how_often_it_ran() -> None:
    """An invocation is in the line that Lambda ends it with."""
    series = Series()
    report = "REPORT RequestId: 1-2-3\tDuration: 12.50 ms\tBilled Duration: 13 ms"
    events = [
        {"timestamp": 1_000_000, "message": each}
        for each in ("START RequestId: 1-2-3 Version: 1", '{"message": "request"}', report)
    ]
    put_log(series, "tillstack-local-accept-payment", events, Clock(began=1_000.0))
    name = {"FunctionName": "tillstack-local-accept-payment"}
    told = {each.metric: series.extremes(each) for each in series.metrics}
    assert told == {"Invocations": (1, 1), "Errors": (0, 0), "Duration": (12.5, 12.5)}
    assert key("AWS/Lambda", "Duration", name) in series.metrics


@pytest.mark.emulator
def test_the_money_in_the_picture_is_the_money_in_the_ledger(stack: LocalStack) -> None:
    """Each payment of a run is counted once, with its amount, in its currency."""
    before = set(collect(stack, ()).payments)
    series, end = play(stack, declared(), 4, lambda _: None)
    paid = [row for name, row in collect(stack, ()).payments.items() if name not in before]
    assert paid
    for currency in ("eur", "usd"):
        place = {"service": "tillstack-local-process-payment", "currency": currency}
        sent = series.datapoint(
            key("Tillstack", "SucceededAmount", place),
            "Sum",
            (end - BEGIN) // 60 * 60 + 60,
            end // 60 + 1,
        )
        ended = [
            row.amount for row in paid if row.status == "succeeded" and row.currency == currency
        ]
        assert (sent or 0) == sum(ended)
