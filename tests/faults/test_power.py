"""Everything that runs is killed at once, and what was written stays."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from local import psp
from local.emulator import emulator
from local.emulator.faults import CONTROL, FaultRule
from local.stack import collect, invariants
from local.stack.client import MerchantClient
from local.stack.stack import ROOT, LocalStack, deployed
from tests._wait import PATIENT_S, until
from tests.faults.steps import Meetings, _set, charges, id_of, pay, succeeded
from tests.journey.functions import paused, sweep

pytestmark = [pytest.mark.emulator, pytest.mark.faults]

LEASE_S = 20
"""Of an attempt: its worker is gone, and nobody waits longer than its function could last."""
FOR_EVER_S = 600
ALWAYS = 100
"""Also what a sweep would send to another worker before the cut."""


def timing() -> str:
    """The local stack's, with the shortest lease that it takes."""
    config = yaml.safe_load((ROOT / "Pulumi.local.yaml").read_text())["config"]
    return json.dumps(config["tillstack:timing"] | {"lease": LEASE_S})


@contextmanager
def cloud(folder: Path, port: int | None = None) -> Iterator[emulator.Emulator]:
    """An emulator that goes on where the last one with this folder ended."""
    state = folder / "state"
    with emulator.running(port, log_dir=folder, state=state, gateway_limit=PATIENT_S) as running:
        yield running


@pytest.mark.fault(
    "F72",
    sees="no answer, or 202 and a delay; the same key asks for the same payment",
    does="the ledger, the messages and the schedules are still there: what was queued is charged, "
    "and an attempt whose worker died is read back from the PSP",
)
def test_after_a_power_cut_everything_accepted_finishes(tmp_path: Path) -> None:
    """One payment was at rest, one charged and not written, two were queued: each ends, once."""
    with psp.running() as provider, ExitStack() as later:
        with cloud(tmp_path) as here:
            stack = deployed(here, provider, timing=timing())
            acme = stack.merchant("acme")
            paid = pay(acme, 901)
            until(lambda: succeeded(acme, paid), 60)
            # The emulator keeps no mailbox, so nobody is told between this look and the cut.
            later.enter_context(paused(stack, "notify_customer"))
            mails, steps = collect.mails(stack), collect.collect(stack, ()).entries[paid]
            charged = charge_and_hang(acme, stack)
            later.enter_context(paused(stack))
            queued = [pay(acme, 903), pay(acme, 904)]
            assert charges(stack, paid, charged, *queued) == [1, 1, 0, 0]
            here.crash()
        with cloud(tmp_path, here.port):
            statuses = [acme.payment(one)["status"] for one in (paid, charged, *queued)]
            assert statuses == ["succeeded", "processing", "queued", "queued"]
            later.close()
            until(lambda: sweep(stack) and acme.payment(charged)["status"] != "processing", 120)
            until(lambda: succeeded(acme, paid, charged, *queued), 120)
            snapshot = collect.collect(stack, acme.answers)
            acme.close()
    assert snapshot.entries[paid] == steps
    told = replace(snapshot, mails=[*mails, *snapshot.mails])
    assert [one for one in invariants.examine(told) if one.faults] == []


def charge_and_hang(client: MerchantClient, stack: LocalStack) -> str:
    """A payment that the PSP has charged, whose worker waits for the ledger to take that."""
    url = stack.emulator.endpoint + CONTROL
    one = id_of(client, 902)
    commit = "TransactWriteItems"
    _set(url, FaultRule(commit, "delay", contains=one, after=2, times=ALWAYS, seconds=FOR_EVER_S))
    pay(client, 902)
    until(lambda: Meetings(url)()[0], 60)
    return one
