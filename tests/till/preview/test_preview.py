"""The report's answers."""

from typing import Any

import pytest

from tests.fakes.recorder import program
from tests.till.engine_events import HIDDEN, error, stack, step, summary, text, violation
from tests.till.preview.test_iam_delta import policy
from till.lib.report import Section
from till.preview._iam_delta import ROLE_POLICY
from till.preview.events import read_preview
from till.preview.preview import STATEFUL, VERSIONS, sections

TABLE = "aws:dynamodb/table:Table"
ROLE_OF_P = ("processor", "gains", "a:Get, a:Put", "arn:table", "")


def report(*events: Any) -> dict[str, Section]:
    """The sections by their title."""
    found = sections(read_preview(text([*events, *([] if _ended(events) else [summary()])])))
    return {section.title: section for section in found}


def _ended(events: Any) -> bool:
    return any("summaryEvent" in event for event in events)


def test_changes_are_counted_and_listed_without_values() -> None:
    """Which property changes is told, what it changes to is not."""
    changes = report(
        step("update", TABLE, "t", {"name": "a", "key": HIDDEN}, {"name": "hunter2", "key": 1}),
    )["Changes"]
    assert changes.notes == ["1 to update."]
    assert changes.rows == [("update", "aws:dynamodb:Table", "t", "key, name")]


def test_a_quiet_preview_says_so() -> None:
    """No change is an answer, in every section."""
    found = report(stack({VERSIONS: {"row": 1}}, {VERSIONS: {"row": 1}}))
    assert [alert for section in found.values() for alert in section.alerts] == []
    assert [section.title for section in found.values() if not section.notes] == []


def test_a_failure_is_loud() -> None:
    """A preview that failed says so with its error, or without one."""
    changes = report(error("boom"), summary("failed"))["Changes"]
    assert changes.alerts == ["The preview failed: boom"]
    assert report(summary("failed"))["Changes"].alerts == ["The preview failed."]


def test_mandatory_violations_are_loud_and_advice_is_not() -> None:
    """Advice is listed; what stops the deployment stands above."""
    advice = report(violation("a", "advisory", "q"))["Policies"]
    assert advice.alerts == []
    assert advice.rows[0][:3] == ("advisory", "a", "q")
    assert report(violation("a", "mandatory", "q"))["Policies"].alerts


def test_a_preview_without_a_policy_pack_is_loud() -> None:
    """Nothing found is no good news where nobody looked."""
    assert report(summary(packs={}))["Policies"].alerts


def test_permissions_are_told_per_role() -> None:
    """Actions that share a role, a resource and a condition are one row."""
    found = report(step("create", ROLE_POLICY, "p", None, policy(["a:Put", "a:Get"])))
    assert found["Permissions"].rows == [ROLE_OF_P]


def test_losing_a_denial_is_called_that() -> None:
    """A `Deny` that goes opens something."""
    denial = policy("a:Put", Effect="Deny")
    (row,) = report(step("delete", ROLE_POLICY, "p", denial))["Permissions"].rows
    assert row[1] == "loses a denial"


@pytest.mark.parametrize(
    ("op", "loud"), [("create", 0), ("update", 0), ("replace", 1), ("delete", 1)]
)
def test_data_that_would_be_lost_is_loud(op: str, loud: int) -> None:
    """A table that is replaced or deleted takes its rows with it."""
    data = report(step(op, TABLE, "ledger", {"name": "a"}, {"name": "b"}))["Data"]
    assert len(data.alerts) == loud
    assert data.rows[0][:3] == (op, "table", "ledger")


def test_every_protected_type_of_the_program_counts_as_data() -> None:
    """What the program itself protects, a preview watches."""
    protected = {"aws:cognito/userPool:UserPool", "aws:kms/key:Key", TABLE}
    assert protected < STATEFUL.keys()
    assert STATEFUL.keys() <= {each.type for each in program().resources}


@pytest.mark.parametrize(
    ("old", "new", "alerts", "notes"),
    [
        (None, {VERSIONS: {"message": 1}}, 0, 1),
        ({VERSIONS: {"message": 1}}, {VERSIONS: {"message": 1}}, 0, 1),
        ({VERSIONS: {"message": 1}}, {VERSIONS: {"message": 2}}, 1, 0),
        ({VERSIONS: {"message": 1}}, {VERSIONS: {"message": 1, "row": 1}}, 1, 0),
        ({"url": "x"}, {VERSIONS: {"message": 1}}, 1, 0),
        ({VERSIONS: {"message": 1}}, {}, 1, 0),
    ],
)
def test_a_difference_of_versions_is_loud(
    old: dict[str, Any] | None, new: dict[str, Any], alerts: int, notes: int
) -> None:
    """Code reads its own version only, so equal is good, first is good, all else is loud."""
    found = report(stack(old, new))["Messages and rows"]
    assert (len(found.alerts), len(found.notes)) == (alerts, notes)


def test_a_program_that_ended_early_says_no_version() -> None:
    """Without the stack's outputs nothing is claimed about compatibility."""
    assert report(summary("failed"))["Messages and rows"].alerts


def test_policies_that_cannot_be_read_are_named_in_one_line() -> None:
    """A first deployment knows few policies, and says so once."""
    steps = [step("create", ROLE_POLICY, name, None, {"policy": HIDDEN}) for name in "ab"]
    (alert,) = report(*steps)["Permissions"].alerts
    assert alert.endswith(": a, b.")
