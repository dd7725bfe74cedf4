"""Workers beside the function and instead of it: nothing lost, nothing charged twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from local.demo.scenarios import SUCCEEDS, request
from local.emulator.faults import FaultRule
from local.stack import collect, invariants, workers
from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from runtime.domain.payment import Status
from tests._wait import until
from tests.faults.steps import charges, faults, id_of
from tests.faults.steps import pay as fault_pay
from tests.journey.functions import lying, sweep

pytestmark = pytest.mark.emulator

SLOW = "pm_local_slow"
WORKERS = 3
ALWAYS = 100
FOR_EVER_S = 600
ACCEPTED, BUSY = 202, 503
TRIES = 20
REST_S = 120
"""The longest lease, sweep and planned wait, on a busy machine."""


@pytest.fixture
def sound(acme: MerchantClient, stack: LocalStack) -> Iterator[None]:
    """In the end every payment of the test is at rest, and every promise was kept."""
    earlier, seen = collect.known(stack), len(acme.answers)
    yield
    until(lambda: sweep(stack) and len(set(collect.at_rest(stack))) == 1, REST_S)
    snapshot = collect.collect(stack, acme.answers[seen:]).without(earlier)
    assert [one for one in invariants.examine(snapshot) if one.faults] == []
    charged = [capture["payment_id"] for capture in snapshot.book["captures"]]
    assert sorted(charged) == sorted(snapshot.payments)


@contextmanager
def fleet(stack: LocalStack, folder: Path) -> Iterator[workers.Running]:
    """Three workers, which end in order."""
    with workers.running(stack.emulator, stack.outputs, WORKERS, folder) as running:
        yield running


def pay(client: MerchantClient, numbers: range, payment_method: str = SUCCEEDS) -> list[str]:
    """The ids of new payments."""
    return [accepted(client, number, payment_method) for number in numbers]


def accepted(client: MerchantClient, number: int, payment_method: str) -> str:
    """A payment's id; a gateway that has no time is asked again, under the same key."""
    body = request(number, payment_method, "en", name="Ida")
    answers = (client.pay(body, f"worker-{number}") for _ in range(TRIES))
    answer = next(each for each in answers if each.status_code != BUSY)
    assert answer.status_code == ACCEPTED, answer.text
    return str(answer.json()["id"])


def ended(stack: LocalStack, ids: list[str]) -> bool:
    """Whether all have succeeded, by their rows: reads would be most of the test."""
    rows = collect.rows(stack)
    return {rows[one].status for one in ids} == {Status.SUCCEEDED}


@pytest.mark.usefixtures("sound", "queue_paused")
def test_workers_drain_the_queue_without_the_function(
    acme: MerchantClient, stack: LocalStack, tmp_path: Path
) -> None:
    """Nobody else takes from it, and all of them end in order."""
    ids = pay(acme, range(701, 731))
    with fleet(stack, tmp_path) as running:
        until(lambda: ended(stack, ids), REST_S)
        until(lambda: lying(stack, stack.outputs["payment_queue_url"]) == 0, REST_S)
    assert [each.returncode for each in running] == [0, 0, 0]


@pytest.mark.usefixtures("sound")
def test_workers_beside_the_function_share_its_queue(
    acme: MerchantClient, stack: LocalStack, tmp_path: Path
) -> None:
    """Both take from one queue, and a payment is no less charged once."""
    with fleet(stack, tmp_path):
        ids = pay(acme, range(741, 771))
        until(lambda: ended(stack, ids), REST_S)


@pytest.mark.fault("F33")
@pytest.mark.usefixtures("sound", "queue_paused")
def test_a_worker_that_is_killed_in_the_middle_of_a_charge_loses_nothing(
    acme: MerchantClient, stack: LocalStack, tmp_path: Path
) -> None:
    """The PSP has charged and no ledger knows: whoever comes next finds that, and charges not."""
    one = id_of(acme, 781)
    unwritten = FaultRule(
        "TransactWriteItems", "delay", contains=one, after=2, times=ALWAYS, seconds=FOR_EVER_S
    )
    with fleet(stack, tmp_path) as running:
        with faults(stack, unwritten) as met:
            assert fault_pay(acme, 781) == one
            until(lambda: met()[0], REST_S)
            assert charges(stack, one) == [1]
            [victim] = (
                each
                for number, each in enumerate(running, start=1)
                if one in (tmp_path / f"worker-{number}.log").read_text()
            )
            victim.kill()
            victim.wait()
        assert acme.payment(one)["status"] == "processing"
        until(lambda: sweep(stack) and ended(stack, [one]), REST_S)
    assert [each.returncode for each in running if each is not victim] == [0, 0]


@pytest.mark.usefixtures("sound", "queue_paused")
def test_a_worker_that_is_told_to_end_finishes_what_it_began(
    acme: MerchantClient, stack: LocalStack, tmp_path: Path
) -> None:
    """In the middle of charges it takes nothing more, writes the answers, and ends with 0."""
    with fleet(stack, tmp_path) as running:
        first = running[0]
        ids = pay(acme, range(791, 821), SLOW)
        until(lambda: '"message":"psp.prepare"' in (tmp_path / "worker-1.log").read_text(), REST_S)
        first.terminate()
        first.wait(REST_S)
        assert first.returncode == 0
        assert '"given_back":0' in (tmp_path / "worker-1.log").read_text()
        until(lambda: ended(stack, ids), REST_S)
