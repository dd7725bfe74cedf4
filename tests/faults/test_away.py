"""A part of the system is away for a while; payments wait, and finish by themselves."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from local.emulator.faults import FaultRule
from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from tests._wait import until
from tests.faults.steps import charges, faults, once, pay, succeeded
from tests.journey.functions import paused

pytestmark = [pytest.mark.emulator, pytest.mark.faults, pytest.mark.usefixtures("sound")]

ALWAYS = 100_000
CALLS = 2 + 3
"""The acceptor's client asks twice, a worker's three times."""


@contextmanager
def unswept(stack: LocalStack) -> Iterator[None]:
    """The sweeper's schedule is switched off."""
    events = stack.emulator.client("events")
    (rule,) = (
        one["Name"] for one in events.list_rules()["Rules"] if one["Name"].endswith("-sweep")
    )
    events.disable_rule(Name=rule)
    try:
        yield
    finally:
        events.enable_rule(Name=rule)


@pytest.mark.fault("F44")
def test_a_ledger_that_refuses_for_a_while_loses_nothing(
    acme: MerchantClient, stack: LocalStack
) -> None:
    """Nobody writes: what is asked is a 503, what was accepted waits; then all is paid once."""
    with paused(stack):
        waiting = pay(acme, 801)
    refusal = FaultRule("TransactWriteItems", "refuse", code="ThrottlingException", times=ALWAYS)
    with faults(stack, refusal) as met:
        assert once(acme, 802).status_code == 503
        until(lambda: met()[0] >= CALLS, 60)
        assert charges(stack, waiting) == [0]
    refused = pay(acme, 802)
    until(lambda: succeeded(acme, waiting, refused), 180)
    assert charges(stack, waiting, refused) == [1, 1]


@pytest.mark.fault("F25")
def test_a_purged_queue_and_a_stopped_sweeper_only_delay(
    acme: MerchantClient, stack: LocalStack
) -> None:
    """Three messages are gone and nobody looks; the schedule alone brings them back."""
    with paused(stack), unswept(stack):
        ids = [pay(acme, 810 + number) for number in range(3)]
        queue = stack.outputs["payment_queue_url"]
        stack.emulator.client("sqs").purge_queue(QueueUrl=queue)
    assert [acme.payment(one)["status"] for one in ids] == ["queued"] * 3
    until(lambda: succeeded(acme, *ids), 180)
    assert charges(stack, *ids) == [1, 1, 1]


@pytest.mark.fault("F52")
def test_a_processor_that_is_off_and_a_psp_that_is_away_only_delay(
    acme: MerchantClient, stack: LocalStack
) -> None:
    """Nobody charges, then nobody can be charged; afterwards each payment took one attempt."""
    with paused(stack):
        ids = [pay(acme, 820 + number) for number in range(3)]
        stack.psp.set_mode(outage=True)
    before = len(stack.psp.book()["calls"])
    try:
        until(lambda: len(stack.psp.book()["calls"]) > before, 60)
    finally:
        stack.psp.set_mode(outage=False)
    until(lambda: succeeded(acme, *ids), 120)
    assert charges(stack, *ids) == [1, 1, 1]
    assert [acme.payment(one)["attempt_count"] for one in ids] == [1, 1, 1]
