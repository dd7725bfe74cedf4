"""What is known of the bus before it exists."""

import json

from components.lib.event_bus import SCHEMAS, event_bus_arn, event_schemas
from local.policy_check.policy_check import settings_of, stand_ins
from runtime.domain.events import EventType
from tests.components.named import EVERYTHING, settings_and_context, stack


def test_its_arn_is_what_the_stack_makes_and_empty_where_there_is_none() -> None:
    """So that a function can be told before anything exists."""
    given = settings_of("prod", {**stand_ins("prod"), **EVERYTHING})
    settings, place = settings_and_context("prod", given)
    made = stack("prod").named("bus-bus").inputs["name"]
    assert event_bus_arn(place, settings).endswith(f":event-bus/{made}")
    assert event_bus_arn(place, settings.model_copy(update={"event_bus": None})) == ""


def test_every_type_of_event_has_its_schema() -> None:
    """As the generator wrote it; there is none of anything else."""
    found = event_schemas()
    assert set(found) == {str(kind) for kind in EventType}
    for kind, content in found.items():
        assert (SCHEMAS / f"{kind}.json").read_text() == content
        assert json.loads(content)["properties"]["detail-type"] == {"enum": [kind]}
