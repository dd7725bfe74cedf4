"""The schemas of events on a bus are Draft 4, and real events as a target receives them fit."""

import json
from typing import Any

import pytest
from jsonschema import Draft4Validator, Draft202012Validator

from docs_gen.event_bus import bus_schema
from docs_gen.events import DOCS, schema
from runtime.domain.events import EventType, events_of
from runtime.wire.events import event_object
from simulator.keep import histories

KIND = EventType.SUCCEEDED


def kept(kind: EventType) -> dict[str, Any]:
    """What is deployed for the type."""
    found: dict[str, Any] = json.loads((DOCS / "events" / "bus" / f"{kind}.json").read_text())
    return found


def received(event: dict[str, Any], **other: Any) -> dict[str, Any]:
    """An event as the target of a rule has it."""
    around = {
        "version": "0",
        "id": "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
        "detail-type": event["type"],
        "source": "tillstack",
        "account": "111122223333",
        "time": "2026-11-30T12:00:00Z",
        "region": "eu-central-1",
        "resources": [],
        "detail": {**event, "merchant": "shop"},
    }
    return {**around, **other}


def told() -> list[dict[str, Any]]:
    """Every event of the simulator's kept histories."""
    found: dict[str, dict[str, Any]] = {}
    for changes in histories():
        entries = [entry for change in changes for entry in change.entries]
        for event in events_of(changes[-1].after, entries):
            shown = event_object(event).model_dump(mode="json")
            found[shown["id"]] = shown
    return list(found.values())


@pytest.mark.parametrize("kind", EventType)
def test_a_schema_is_one_of_draft_4_and_made_from_the_code(kind: EventType) -> None:
    """Run `make docs` after a change."""
    assert kept(kind) == bus_schema(kind, schema(kind))
    Draft4Validator.check_schema(kept(kind))
    text = json.dumps(kept(kind))
    assert [word for word in ("$defs", '"const"') if word in text] == []


def test_what_a_target_receives_fits_its_own_type_alone() -> None:
    """By the same words as the API's schema; a stranger's or a merchant-less one does not."""
    seen = told()
    assert len(seen) > 10
    for event in seen:
        fits = [kind for kind in EventType if Draft4Validator(kept(kind)).is_valid(received(event))]
        assert fits == [event["type"]]
        own = Draft4Validator(kept(EventType(event["type"])))
        assert not own.is_valid(received(event, source="somebody"))
        assert not own.is_valid(received(event, detail=event))
        assert not own.is_valid(received({**event, "card": "4242"}))


def test_draft_4_refuses_what_the_apis_schema_refuses() -> None:
    """Each member changed to what it can't be is refused by both."""
    event = next(each for each in told() if each["type"] == str(KIND))
    for name in event:
        broken = {**event, name: {"no": "such"}}
        around = {**received(event), "detail": {**broken, "merchant": "shop"}}
        assert not Draft202012Validator(schema(KIND)).is_valid(broken)
        assert not Draft4Validator(kept(KIND)).is_valid(around)


def test_a_word_that_nobody_has_looked_at_stops_the_generator() -> None:
    """Draft 4 may say it otherwise, or not at all."""
    made = schema(KIND)
    made["properties"]["version"] = {"type": "integer", "exclusiveMinimum": 0}
    with pytest.raises(ValueError, match="how Draft 4 says 'exclusiveMinimum'"):
        bus_schema(KIND, made)
