"""The page of alarms is what the program declares."""

from docs_gen.alarms import page
from local.alarms.quiet_days import declared
from tests.fakes.recorder import ROOT


def test_the_page_is_up_to_date() -> None:
    """`make docs` writes it."""
    assert (ROOT / "docs/alarms.md").read_text() == page()


def test_every_runbook_that_an_alarm_names_is_there() -> None:
    """And is not empty; whoever is woken finds the alarm's own name or kind in it."""
    for alarm in declared():
        name = alarm.description.rpartition("/")[2]
        text = (ROOT / "docs/runbooks" / name).read_text()
        metric = alarm.name.rpartition("-")[2]
        words = {metric, alarm.name.removeprefix("tillstack-prod-"), "-<minutes>m"}
        assert any(word in text for word in words), (alarm.name, name)


def test_no_alarm_was_changed_since_the_quiet_days() -> None:
    """Each row has its number."""
    assert "| - |" not in page()
