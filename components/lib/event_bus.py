"""What is known of the bus before it exists: its name, its ARN, and what the events on it are."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from components.lib.context import StackContext
from components.lib.settings import ProgramSettings

EVENTS: Final = "events"
"""The bus, its archive and its registry, each in a space of names of its own."""

SCHEMAS: Final = Path(__file__).parents[2] / "docs" / "events" / "bus"
"""As `docs_gen/events.py` writes them."""


def event_bus_arn(context: StackContext, settings: ProgramSettings) -> str:
    """The ARN of the bus that events are put on; empty: there is none."""
    if settings.event_bus is None:
        return ""
    return context.arn("events", f"event-bus/{context.name(EVENTS)}")


def event_schemas() -> Mapping[str, str]:
    """Type of event → JSON Schema (Draft 4) of it as a rule's target receives it."""
    return {path.stem: path.read_text() for path in sorted(SCHEMAS.glob("*.json"))}
