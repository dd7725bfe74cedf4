"""The ports of what is due and told: what stands for them in tests has all that they have."""

from runtime.domain.event_store import DueEvents, EventPlace, ToldEvents
from tests.fakes.events import FakeEvents


def methods(port: type) -> set[str]:
    """The public ones."""
    return {name for name in vars(port) if not name.startswith("_")}


def test_the_fake_has_every_method() -> None:
    """Of both ports."""
    assert methods(DueEvents) | methods(ToldEvents) <= set(dir(FakeEvents))


def test_places_sort_by_time_and_then_by_id() -> None:
    """As a list does, from its end."""
    places = [EventPlace(2, "a"), EventPlace(1, "b"), EventPlace(1, "a")]
    assert sorted(places) == [EventPlace(1, "a"), EventPlace(1, "b"), EventPlace(2, "a")]
