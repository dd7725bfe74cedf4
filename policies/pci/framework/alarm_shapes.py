"""How a metric behaves, and by what a service sends it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto


class Shape(StrEnum):
    """How a metric behaves."""

    FAILURES = auto()
    """One for each thing that went wrong; among a service's calls, zero for each that did not."""
    TRAFFIC = auto()
    """One for each call; nothing at all where there are none."""
    LEVEL = auto()
    """A reading each minute."""
    AGE = auto()
    """Grows with time, in its unit."""
    DAILY = auto()
    """A reading a day."""
    SINGLE = auto()
    """One reading now and then: of something that happens once, nothing before or after."""


@dataclass(frozen=True)
class Metric:
    """One metric's unit and the highest value that it can have."""

    shape: Shape
    unit: str = "Count"
    most: float | None = None
    """Of a sample; without it, whatever a threshold may be."""
    signed: bool = False
    """Whether it can fall below zero, as no service's own does."""


@dataclass(frozen=True)
class Namespace:
    """The metrics of one service and the sets of dimensions that it sends them with."""

    dimensions: tuple[frozenset[str], ...]
    metrics: Mapping[str, Metric]
    free: bool = False
    """Whether a stack's own settings name further dimensions."""
