"""The table of all checks."""

import threading
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError, NoCredentialsError

from docs_gen.doctor_picture import account
from tests.fakes.doctor import aws, case, refusal, with_domain
from till.doctor.case import Case
from till.doctor.checks import CHECKS, STOPS, Check, Needed, Row, examine, stopping
from till.doctor.finding import Finding, NotReadyError, Status, ready

AWAY = EndpointConnectionError(endpoint_url="https://aws.example.com")


def check(finding: Finding | Exception, needed: Needed = Needed.UP, name: str = "x") -> Check:
    """A check that finds this."""

    def look(_: Case) -> Finding:
        if isinstance(finding, Exception):
            raise finding
        return finding

    return Check(name, needed, look)


def test_every_check_has_a_name_of_its_own() -> None:
    """Two rows are never mixed up."""
    assert len({each.name for each in CHECKS}) == len(CHECKS) == 19


def test_rows_stand_in_the_order_of_the_checks() -> None:
    """However long each takes: here the first waits until the other is no longer waited for."""
    told = threading.Event()
    waited_for: list[str] = []

    def first(_: Case) -> Finding:
        assert told.wait(30)
        return ready("first")

    def say(names: str) -> None:
        waited_for.append(names)
        told.set()

    checks = [Check("a", Needed.UP, first), Check("b", Needed.UP, lambda _: ready("second"))]
    rows = examine(case(), checks, say)
    assert [row.finding.what for row in rows] == ["first", "second"]
    assert waited_for == ["a", ""]


@pytest.mark.parametrize(
    ("problem", "status", "words"),
    [
        (NotReadyError("no login", "`pulumi login`"), Status.NOT_READY, "no login"),
        (AWAY, Status.NOT_KNOWN, "no answer from AWS"),
        (NoCredentialsError(), Status.NOT_KNOWN, "no AWS credentials"),
        (refusal("AccessDenied"), Status.NOT_KNOWN, "may not read"),
        (refusal("ThrottlingException"), Status.NOT_KNOWN, "fewer calls"),
        (refusal("ExpiredToken"), Status.NOT_KNOWN, "does not take"),
    ],
    ids=lambda each: type(each).__name__ if isinstance(each, Exception) else "",
)
def test_a_check_that_fails_is_a_row(problem: Exception, status: Status, words: str) -> None:
    """It says why, and the other rows stand."""
    wrong, fine = examine(case(), [check(problem), check(ready("all"), name="y")])
    assert wrong.finding.status is status
    assert words in wrong.finding.what
    assert fine.finding.status is Status.READY


def test_a_bug_is_not_hidden_as_a_finding() -> None:
    """What nobody foresaw ends the doctor."""
    with pytest.raises(ZeroDivisionError):
        examine(case(), [check(ZeroDivisionError())])


@pytest.mark.parametrize("name", [each.name for each in CHECKS if each.needed is Needed.UP])
@pytest.mark.parametrize("problem", [AWAY, refusal("AccessDenied")], ids=["network", "denied"])
def test_no_check_of_the_account_is_ready_without_an_answer(name: str, problem: Exception) -> None:
    """Each of them, where AWS does not answer or does not let: "not known" with the reason."""
    silent = {
        service: dict.fromkeys(operations, problem) for service, operations in account().items()
    }
    (only,) = [each for each in CHECKS if each.name == name]
    (row,) = examine(case(settings=with_domain(), clients=aws(silent)), [only])
    assert row.finding.status is Status.NOT_KNOWN
    assert "no answer" in row.finding.what or "may not read" in row.finding.what


def test_without_a_config_nothing_else_is_known() -> None:
    """One row says what is missing; all that builds upon it is "not known", never "not ready"."""
    lost = NotReadyError("the stack dev does not exist yet")
    names = ("config", "region", "home", "settings", "clients", "caller", "declared", "had")
    nothing: dict[str, Any] = dict.fromkeys(names, lost)
    rows = examine(case(**nothing), CHECKS[4:])
    after = {row.check.name: row.finding.status for row in rows if row.check.needed is Needed.UP}
    assert set(after.values()) == {Status.NOT_KNOWN}
    assert rows[0].finding.status is Status.NOT_READY


@pytest.mark.parametrize(
    ("status", "stops"),
    [
        (Status.READY, False),
        (Status.TO_DO, False),
        (Status.NOT_KNOWN, False),
        (Status.NOT_READY, True),
    ],
)
def test_only_what_is_not_ready_stops(status: Status, *, stops: bool) -> None:
    """What is not known is told and stops nobody: `up` itself will say."""
    row = Row(check(ready("")), Finding(status, "x"))
    assert bool(stopping([row], Needed.UP)) == stops


def test_a_command_is_stopped_by_what_it_needs() -> None:
    """A preview by the program, a destruction by the engine, `up` by everything."""
    rows = [Row(check(ready(""), needed), Finding(Status.NOT_READY, "x")) for needed in Needed]
    stopped = {command: len(stopping(rows, needed)) for command, needed in STOPS.items()}
    assert stopped == {"preview": 2, "up": 3, "refresh": 1, "destroy": 1}
