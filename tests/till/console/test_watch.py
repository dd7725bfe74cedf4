"""How the stack is: what waits, the provider, alarms, dead letters."""

import pytest

from runtime.domain.redrive import Effect
from tests.fakes.console_stack import ID, NOW, FakeStack
from tests.till.console.conftest import Page
from tests.till.redrive.letters import seen
from till.console.port import Lying
from till.lib.exits import CommandError, Exit
from till.watch.alarms import Alarm
from till.watch.gateway_health import Circuit

DENIED = CommandError(Exit.DENIED, "You lack cloudwatch:DescribeAlarms.")
RINGS = Alarm(name="tillstack-a", state="ALARM", says="Look <b>here</b>.", since="2026-11-29")
QUIET = Alarm(name="tillstack-b", state="OK", says="Nothing.", since="2026-11-29")
OPEN = Circuit(state="open", until=NOW + 65, openings=2, failure_reason="provider_unavailable")


def test_the_first_page_says_what_waits(page: Page, stack: FakeStack) -> None:
    """Payments in review, the provider, and how many alarms ring."""
    stack.alarm_list = [RINGS, QUIET]
    text = page.get("/")
    assert "accepted 10 min ago" in text
    assert "Calls to the payment provider flow" in text
    assert "1 ring" in text
    assert "of 2." in text


def test_what_is_not_allowed_hides_nothing_else(page: Page, stack: FakeStack) -> None:
    """Each part says itself why it is not there."""
    stack.alarm_list = DENIED
    text = page.get("/")
    assert "You lack cloudwatch:DescribeAlarms." in text
    assert "Calls to the payment provider flow" in text
    stack.flows = stack.rows = CommandError(Exit.DENIED, "Expired.")
    assert page.get("/").count("Expired.") == 2


def test_an_open_circuit_says_until_when(page: Page, stack: FakeStack) -> None:
    """And why, and that nothing is lost."""
    stack.flows = OPEN
    for path in ("/", "/alarms"):
        text = page.get(path)
        assert "1 min 5 s more, because of provider_unavailable; 2 openings in a row" in text
    stack.flows = OPEN.model_copy(update={"until": NOW - 1, "failure_reason": None})
    assert "more, because" not in page.get("/alarms")


def test_each_alarm_says_what_happened(page: Page, stack: FakeStack) -> None:
    """As text; a stack without any is asked about."""
    stack.alarm_list = [RINGS, QUIET]
    text = page.get("/alarms")
    assert "1 of 2 ring." in text
    assert "Look &lt;b&gt;here&lt;/b&gt;." in text
    stack.alarm_list = []
    assert "The stack has no alarm" in page.get("/alarms")


def test_dead_letters_say_what_each_would_do(page: Page, stack: FakeStack) -> None:
    """Of one queue; one that nobody can read stays; nothing can be moved from here."""
    letters = (
        seen(1, NOW - 60, ID, next(iter(Effect))),
        seen(2, NOW - 30, None, None),
    )
    stack.lying = Lying(letters, 3)
    text = page.get("/dead-letters?queue=notifications")
    assert "Dead letters of notifications" in text
    assert next(iter(Effect)).value in text
    assert "stay: unreadable" in text
    assert "3 more are taken" in text
    assert "secret" not in text
    stack.lying = Lying((), 0)
    assert "None lies there." in page.get("/dead-letters")


@pytest.mark.parametrize("queue", ["", "mails", "%3Cimg%3E"])
def test_another_queue_is_told_in_words(page: Page, queue: str) -> None:
    """400."""
    text = page.get(f"/dead-letters?queue={queue}", 400)
    assert "is no queue" in text
    assert "<img" not in text


def test_a_queue_that_is_gone_is_told_in_words(page: Page, stack: FakeStack) -> None:
    """404, beside the choice of another."""
    stack.lying = CommandError(Exit.NOT_FOUND, "The queue is gone.")
    text = page.get("/dead-letters", 404)
    assert "The queue is gone." in text
    assert "<select" in text
