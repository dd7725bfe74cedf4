"""The ports of the bus: what stands for them in tests has all that they have."""

import pytest

from runtime.domain.bus_ports import EventBus, UnpublishedEvents
from tests.fakes.bus import FakeBus, FakeUnpublished
from tests.runtime.domain.test_event_store import methods


@pytest.mark.parametrize(
    ("port", "fake"), [(EventBus, FakeBus), (UnpublishedEvents, FakeUnpublished)]
)
def test_the_fake_has_every_method(port: type, fake: type) -> None:
    """Of its port."""
    assert methods(port) <= set(dir(fake))
