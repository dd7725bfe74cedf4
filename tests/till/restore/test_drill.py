"""A drill step by step, with moto's tables and a PSP of our own."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from moto import mock_aws

from runtime.adapters.dynamodb_drill import DynamoDbDrill
from runtime.domain import transitions
from runtime.domain.private import Clear
from runtime.domain.psp import Outcome, OutcomeKind
from runtime.domain.restore_check import Then
from runtime.domain.restore_drill import LastDrill
from tests.fakes.payments import ID, REF, Harness
from tests.runtime.adapters.aws import ENTRIES, PAYMENTS, dynamodb, put_row
from tests.till._account import FUNCTIONS, client, populate, write
from till.lib.report import Section
from till.restore.drill import Drill
from till.restore.plan import Plan, StackTables
from till.restore.point_in_time import PointInTime


@pytest.fixture(name="harness")
def _harness() -> Iterator[Harness]:
    """A payment that succeeded, in an account."""
    with mock_aws():
        harness = Harness()
        harness.psp.prepare(harness.succeeded(), Clear("pm_card_visa"), 1)
        harness.psp.take(REF)
        populate(harness)
        yield harness


def drilled(harness: Harness, said: list[str] | None = None) -> Drill:
    """A drill of now, whose tables are there."""
    at = datetime.fromtimestamp(harness.clock.now(), UTC)
    plan = Plan(PAYMENTS, ENTRIES, at)
    drill = Drill(client, StackTables(PAYMENTS, ENTRIES, FUNCTIONS), plan)
    drill.restore(PointInTime(dynamodb()), (said if said is not None else []).append)
    return drill


def quietly(_: str) -> None:
    """Nobody watches."""


def looked(drill: Drill, harness: Harness) -> tuple[bool, dict[str, Section]]:
    """Whether it is sound, and the sections by title."""
    sound, sections = drill.look(harness.psp, harness.clock.now(), quietly)
    return sound, {section.title: section for section in sections}


def test_a_sound_ledger_and_a_psp_that_agrees(harness: Harness) -> None:
    """Nothing to name, and each step was told before it began."""
    said: list[str] = []
    drill = drilled(harness, said)
    sound, found = looked(drill, harness)
    assert sound
    assert found["Ledger"].alerts == []
    assert found["Rows and entries of two moments"].rows == []
    assert found["What the restored ledger does not know"].rows == []
    assert [line.partition(" ")[0] for line in said] == ["Bringing", "Bringing", "Waiting"]


def test_a_tampered_entry_of_a_restored_table_is_found(harness: Harness) -> None:
    """An overwrite of an entry breaks its chain."""
    drill = drilled(harness)
    dynamodb().update_item(
        TableName=drill.made[1],
        Key={"payment_id": {"S": ID}, "seq": {"N": "1"}},
        UpdateExpression="SET actor = :other",
        ExpressionAttributeValues={":other": {"S": "somebody"}},
    )
    sound, found = looked(drill, harness)
    assert not sound
    assert f"{ID} entry 1: its content does not match its hash." in found["Ledger"].alerts


def test_a_torn_payment_is_named_and_cut_in_the_new_table_only(harness: Harness) -> None:
    """Entries of after the row's moment: afterwards row and entries agree."""
    drill = drilled(harness)
    put_row(dynamodb(), Harness().claimed(), drill.made[0])
    sound, found = looked(drill, harness)
    (torn,) = found["Rows and entries of two moments"].rows
    assert sound
    assert torn == (
        ID,
        "processing",
        "succeeded",
        "3 attempt_ended, 4 verified, 5 succeeded",
    )
    counts = [dynamodb().scan(TableName=table)["Count"] for table in (drill.made[1], ENTRIES)]
    assert counts == [2, 5]


def test_a_payment_that_the_psp_knows_better_is_named() -> None:
    """Captured after the moment: the restored row waits for an answer."""
    with mock_aws():
        harness = Harness()
        harness.verifying()
        populate(harness)
        drill = drilled(harness)
        harness.psp.take(REF)
        (gap,) = looked(drill, harness)[1]["What the restored ledger does not know"].rows
        assert gap == (ID, REF, "verifying", "paid", Then.LOOKED_UP)


def test_a_payment_that_was_canceled_after_the_moment_is_named() -> None:
    """The ledger in use says so; the PSP never heard of the payment."""
    with mock_aws():
        harness = Harness()
        row = harness.accepted()
        populate(harness)
        drill = drilled(harness)
        harness.write(transitions.cancel(row, harness.stamp()))
        write(harness)
        (gap,) = looked(drill, harness)[1]["What the restored ledger does not know"].rows
        assert gap == (ID, "none", "queued", "canceled by us", Then.CHARGED)


def test_a_list_that_breaks_off_is_an_alert_and_no_payment_is_accused(harness: Harness) -> None:
    """What was not read is not taken for absent."""
    drill = drilled(harness)
    harness.psp.book.clear()
    harness.psp.script("list", [Outcome(OutcomeKind.UNKNOWN)])
    missing = looked(drill, harness)[1]["What the restored ledger does not know"]
    assert (len(missing.alerts), missing.rows) == (1, [])


def test_what_would_be_switched_and_what_is_lacking(harness: Harness) -> None:
    """Outputs, environments and grants; recovery is off in a restored table."""
    switch, lacking = drilled(harness).switch(quietly)
    kinds = [row[0] for row in switch.rows]
    assert kinds == ["output", "output", "environment", "grant", "environment", "grant"]
    assert {row[1:] for row in lacking.rows} >= {
        ("point-in-time recovery", "enabled", "disabled"),
    }


def test_the_new_tables_can_be_deleted_and_no_others(harness: Harness) -> None:
    """Afterwards nothing of the drill is there."""
    drill = drilled(harness)
    assert len(dynamodb().list_tables()["TableNames"]) == 4
    drill.remove()
    assert drill.made == []
    assert sorted(dynamodb().list_tables()["TableNames"]) == sorted([PAYMENTS, ENTRIES])


def test_each_drill_takes_the_place_of_the_one_before(harness: Harness) -> None:
    """In the table in use, and in no restored one."""
    drill = drilled(harness)
    for at in (7, 9):
        drill.record(at)
    assert DynamoDbDrill(dynamodb(), PAYMENTS).get() == LastDrill(2, 9)
    assert DynamoDbDrill(dynamodb(), drill.made[0]).get() == LastDrill()
