"""`till events replay`, as it is typed."""

import time
from datetime import UTC, datetime

import pytest

from runtime.domain.delivery import KEPT, Due, EndpointHealth
from runtime.domain.errors import UnavailableError
from runtime.domain.payment import day_of
from tests.fakes.events import FakeEvents
from tests.runtime.adapters.aws import PAYMENTS
from tests.till.event_stack import EventStack, paid
from tests.till.events.asked import World
from tests.till.payments.documents import printed
from till.events.replay import Replayed, bar, report, watched, window_of
from till.events.replaying import Replay, Window
from till.lib.exits import CommandError

NOW = 1_795_341_600
DAY = 86_400


def since(ago: int, now: int | None = None) -> str:
    """A moment so many seconds ago, as it is typed."""
    at = (int(time.time()) if now is None else now) - ago
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_the_events_of_some_days_are_due_again(
    acme: EventStack, capsys: pytest.CaptureFixture[str]
) -> None:
    """A dry run first, which counts the same and changes nothing."""
    acme.hold(paid(3_600))
    words = ["events", "replay", "acme", "--from", since(DAY), "--to", since(-60)]
    assert acme(*words, "--dry-run", "--json") == 0
    would = printed("events replay", capsys)
    assert (would["dry_run"], would["payments"], sum(would["events"].values())) == (True, 1, 3)
    assert acme.due() == []
    assert acme(*words, "--json") == 0
    done = printed("events replay", capsys)
    assert done["events"] == would["events"]
    assert len(acme.due()) == 3
    assert acme(*words, "--type", "payment.succeeded") == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "1 events of 1 payments of acme" in told
    assert "payment.succeeded 1" in told
    assert "The first are sent within a minute" in told


@pytest.mark.parametrize(
    ("first", "end", "says"),
    [
        ("2026-11-22", "2026-11-22", "is not before --to 2026-11-22. Nothing was made due."),
        ("2026-11-22", "2026-11-21", "is not before"),
        (since(DAY, NOW), since(-31 * DAY, NOW), "are more than 31 days: take them in parts."),
        (since(KEPT + 1, NOW), since(0, NOW), f"the earliest is {since(KEPT, NOW)}."),
        ("yesterday", "2026-11-22", "yesterday is no moment in UTC"),
    ],
)
def test_a_window_that_is_none_is_one_sentence(first: str, end: str, says: str) -> None:
    """Turned round, too long, too long ago, no moment."""
    with pytest.raises(CommandError) as refused:
        window_of(first, end, None, NOW, KEPT)
    assert says in str(refused.value)


def test_the_events_of_some_days_are_put_on_the_bus_again(
    acme: EventStack, capsys: pytest.CaptureFixture[str]
) -> None:
    """However long ago: the ledger keeps them, and the bus has no month of its own."""
    acme.hold(paid(KEPT + 3_600))
    acme.knows(None)
    acme.says(event_bus_arn="arn:aws:events:eu-central-1:111122223333:event-bus/news")
    words = ["events", "replay", "acme", "--from", since(KEPT + DAY), "--to", since(KEPT)]
    assert acme(*words, "--on-bus", "--json") == 0
    done = printed("events replay", capsys)
    assert (done["on_bus"], sum(done["events"].values())) == (True, 3)
    assert len(acme.unpublished()) == 3
    assert acme.due() == []
    assert acme(*words, "--on-bus") == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "The first are sent within a minute." in told
    assert "till events list" not in told


def test_the_longest_window_is_one() -> None:
    """From thirty days ago on, and thirty-one days long."""
    longest = window_of(since(KEPT, NOW), since(KEPT - 31 * DAY, NOW), None, NOW, KEPT)
    assert longest == Window(NOW - KEPT, NOW + DAY, None)


def test_nobody_and_a_merchant_without_an_endpoint_are_refused(
    acme: EventStack, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is read of the ledger."""
    words = ["--from", day_of(int(time.time())), "--to", since(-60)]
    assert acme("events", "replay", "nobody", *words) == 2
    assert "There is no merchant nobody" in capsys.readouterr().err
    acme.knows(None)
    assert acme("events", "replay", "acme", *words) == 1
    assert "has no endpoint, and nothing was made due" in capsys.readouterr().err


def test_a_ledger_that_is_not_there_is_one_sentence(
    acme: EventStack, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a stack that is not up."""
    acme.dynamodb.delete_table(TableName=PAYMENTS)
    assert acme("events", "replay", "acme", "--from", since(DAY), "--to", since(0)) == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert "ResourceNotFoundException" in line


class Stopping(FakeEvents):
    """Somebody presses Ctrl-C, or DynamoDB goes away, at the second event."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error

    def ask_again(self, due: Due) -> None:
        """One is made due."""
        if self.waiting:
            raise self.error
        super().ask_again(due)


def stopping(error: BaseException) -> Replay:
    """A run over a payment with three events."""
    world = World(Stopping(error))
    world.harness.succeeded()
    window = Window(world.now, world.now + 1, None)
    return Replay("acme", window, world.asked, world.now, dry_run=False)


def test_ctrl_c_is_an_end_and_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    """What was made due stays due."""
    run = stopping(KeyboardInterrupt())
    assert watched(run)
    assert run.total == 1
    assert capsys.readouterr().err == ""


def test_an_outage_says_what_was_done_before(capsys: pytest.CaptureFixture[str]) -> None:
    """Then it is told as everywhere."""
    run = stopping(UnavailableError("DynamoDB gave no answer."))
    with pytest.raises(UnavailableError):
        watched(run)
    assert "1 events were made due before, and are sent." in capsys.readouterr().err


def test_where_nobody_watches_there_is_no_bar(capsys: pytest.CaptureFixture[str]) -> None:
    """A log of a program stays clean."""
    with bar(10) as step:
        step(5)
    assert capsys.readouterr() == ("", "")


def done(**more: object) -> Replayed:
    """A run that made a hundred events due."""
    return Replayed.model_validate(
        {
            "merchant": "acme",
            "on_bus": False,
            "first": NOW - DAY,
            "end": NOW,
            "dry_run": False,
            "stopped": False,
            "payments": 50,
            "events": {"payment.succeeded": 40, "payment.accepted": 60},
            "last_due_at": NOW,
            "held_up": None,
            **more,
        }
    )


def test_a_report_says_what_a_person_must_know() -> None:
    """How long it takes, what holds it up, what Ctrl-C left, and that a dry run did nothing."""
    assert report(done(), NOW).rows == [("payment.accepted", "60"), ("payment.succeeded", "40")]
    spread = report(done(last_due_at=NOW + 125), NOW).notes
    assert any("20 a second, over 2 min 5 s" in note for note in spread)
    assert "It rests." in report(done(held_up="It rests."), NOW).notes
    assert report(done(stopped=True), NOW).alerts == [
        "Stopped: what was made due stays due, and is sent."
    ]
    dry = report(done(dry_run=True, stopped=True), NOW)
    assert (dry.title, list(dry.alerts)) == ("Would be sent again", ["Stopped."])
    assert "Nothing was made due: without --dry-run they are." in dry.notes
    nothing = report(done(events={}, last_due_at=None), NOW)
    assert (nothing.rows, len(nothing.notes)) == ([], 1)


def test_what_holds_it_up_is_read_of_the_endpoint(
    acme: EventStack, capsys: pytest.CaptureFixture[str]
) -> None:
    """A paused one."""
    acme.hold(paid(60))
    now = int(time.time())
    acme.events.set_health("acme", EndpointHealth(5, now - 60, 1, now + 600, now - 1))
    words = ["--from", since(DAY), "--to", since(0), "--dry-run"]
    assert acme("events", "replay", "acme", *words) == 0
    assert "till merchants webhook resume acme" in capsys.readouterr().out
