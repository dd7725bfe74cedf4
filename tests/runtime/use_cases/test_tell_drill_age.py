"""How long ago the last restore drill was."""

from runtime.domain.restore_drill import LastDrill
from runtime.use_cases.tell_drill_age import TellDrillAgePorts, tell_drill_age
from tests.fakes.system import FakeClock

DAY = 86_400


class FixedDrill:
    """A store that holds this one."""

    def __init__(self, drill: LastDrill) -> None:
        self._drill = drill

    def get(self) -> LastDrill:
        """It."""
        return self._drill


def told(drill: LastDrill, *enrolled: int) -> list[float]:
    """What was told on day 100, with merchants whose first clients were made then."""
    said: list[float] = []
    names = [(f"merchant-{number}", made) for number, made in enumerate(enrolled)]
    clock = FakeClock(100 * DAY)
    tell_drill_age(TellDrillAgePorts(FixedDrill(drill), lambda: names, clock, said.append))
    return said


def test_it_is_told_in_days_since_the_last_drill() -> None:
    """Whenever the first merchant came; one that ends in this very second is of now."""
    assert told(LastDrill(3, 88 * DAY), 2 * DAY) == [12]
    assert told(LastDrill(3, 100 * DAY + 1)) == [0]


def test_without_any_drill_it_counts_from_when_anybody_could_pay() -> None:
    """By the first client of all; a merchant without one pays nothing."""
    assert told(LastDrill(), 30 * DAY, 0, 10 * DAY) == [90]


def test_where_nobody_could_ever_pay_nothing_is_told() -> None:
    """There is nothing to bring back."""
    assert told(LastDrill()) == told(LastDrill(), 0) == []
