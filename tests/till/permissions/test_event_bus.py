"""What the bus of events needs."""

from till.permissions._event_bus import EVENT_BUS
from till.permissions.documents import actions
from till.permissions.needs import USE_OF_KEY

NEEDED = [need for needs in EVENT_BUS.values() for need in needs]


def test_a_deployment_puts_no_event_and_replays_none() -> None:
    """Whoever deploys says who may; he needs to tell of no payment."""
    named = {action for need in NEEDED for action in actions(need)}
    assert named & {"events:PutEvents", "events:StartReplay"} == set()


def test_what_is_changed_is_ours() -> None:
    """Other buses, archives, rules and registries of the account are not."""
    named = [need for need in NEEDED if need is not USE_OF_KEY]
    assert {each for need in named for each in need.resources if "tillstack" not in each} == set()
