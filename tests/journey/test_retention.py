"""A payer whose time is over is gone from a running stack, and nobody else is."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from runtime.adapters.dynamodb_entries import read_entries
from runtime.adapters.dynamodb_rows import read_row
from runtime.domain.audit import audit
from runtime.domain.retention import DAY
from tests.journey.aging import KEPT, PROGRESS, aged
from tests.journey.functions import call, without
from tests.journey.test_erasure import stored
from tests.journey.test_operators import logged, mails_to, paid

pytestmark = pytest.mark.emulator


@pytest.fixture(autouse=True)
def _by_hand(stack: LocalStack) -> Iterator[None]:
    """No run but the test's own."""
    events = stack.emulator.client("events")
    (name,) = (
        rule["Name"] for rule in events.list_rules()["Rules"] if rule["Name"].endswith("-expire")
    )
    events.disable_rule(Name=name)
    yield
    events.enable_rule(Name=name)


def expire(stack: LocalStack) -> dict[str, Any]:
    """One run."""
    expired = call(stack, "expire_payers", {})
    assert expired is not None
    return expired


def test_a_payer_goes_when_their_time_is_over(acme: MerchantClient, stack: LocalStack) -> None:
    """Time alone does it: the books and the chain stay, a younger payment keeps its payer."""
    old, young = paid(acme, 8701), paid(acme, 8702)
    aged(stack, young, (KEPT - 1) * DAY)
    aged(stack, old)
    before = acme.payment(old)
    assert expire(stack)["erased"] == 1
    row, entries = stored(stack, old)
    assert row["sealed"] == {"M": {}}
    text = json.dumps([row, entries])
    assert not [word for word in ("payer-8701", "p…@", "Ida") if word in text]
    (erased,) = (each for each in entries if each["type"]["S"] == "erased")
    assert erased["actor"] == {"S": "retention"}
    assert audit(read_row(row, row), [one for each in entries for one in read_entries(each)]) == []
    after = acme.payment(old)
    assert (after["status"], after["amount_received"]) == ("succeeded", before["amount_received"])
    assert after["customer"] == {"email": "…@…", "locale": "und"}
    assert stored(stack, young)[0]["sealed"]["M"]
    assert len(mails_to(stack, 8701)) == 1
    assert "payer-8701" not in json.dumps(logged(stack, old))
    assert expire(stack)["erased"] == 0


def test_one_in_front_of_a_person_is_passed_and_named(
    acme: MerchantClient, stack: LocalStack
) -> None:
    """However old: it is looked at again by each run."""
    parked = aged(stack, paid(acme, 8703, "pm_local_wrong_amount"))
    before = stored(stack, parked)
    for _ in range(2):
        assert expire(stack)["erased"] == 0
    assert stored(stack, parked) == before
    progress = stack.emulator.client("dynamodb").get_item(
        TableName=stack.outputs["payments_table"], Key={"payment_id": {"S": PROGRESS}}
    )["Item"]
    assert {"S": parked} in progress["left"]["L"]


def test_it_needs_the_ledger(acme: MerchantClient, stack: LocalStack) -> None:
    """`expire_payers` without its grant fails, which its alarm counts; with it it runs."""
    old = aged(stack, paid(acme, 8704))
    with without(stack, "expire_payers", "expire-payers"):
        assert call(stack, "expire_payers", {}) is None
    assert stored(stack, old)[0]["sealed"]["M"]
    assert expire(stack)["erased"] == 1
