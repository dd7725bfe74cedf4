"""The names of the alarms on the whole are known before anything exists."""

from components.lib.objectives import FAST, MONITORED, SLOW
from tests.fakes.recorder import program


def test_the_names_are_those_that_the_component_makes() -> None:
    """But for the certificate's, which not every stack has."""
    made = {
        (each.inputs.get("alarmName") or each.inputs["name"]).removeprefix("tillstack-local-")
        for each in program().resources
        if each.name.startswith("monitoring-") and each.name.endswith("-alarm")
    }
    assert made == set(MONITORED)


def test_a_short_window_is_a_twelfth_of_its_long_one() -> None:
    """As in the book; so an alarm is over soon after its errors."""
    for burn in (*FAST, *SLOW):
        assert burn.long_minutes == 12 * burn.short_minutes
        assert burn.windows == (burn.long_minutes, burn.short_minutes)
