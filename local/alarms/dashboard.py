"""The dashboard that a program declares, as CloudWatch reads it.

Amazon CloudWatch API Reference, "Dashboard Body Structure and Syntax", as far as ours goes: what is
not understood here is an error. Amazon CloudWatch User Guide, "CloudWatch service quotas".
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from local.alarms.declared import Measure
from local.alarms.series import key
from local.program.recording import Recorded

DASHBOARD: Final = "aws:cloudwatch/dashboard:Dashboard"
COLUMNS: Final = 24
MOST_WIDGETS: Final = 500
MOST_METRICS: Final = 500
"""Of one widget, those that are not shown as well."""
MOST_METRICS_IN_ALL: Final = 2_500
MOST_ALARMS: Final = 100


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Options(_Part):
    """What the last item of a row says of it."""

    id: Annotated[str | None, Field(pattern=r"^[a-z][A-Za-z0-9_]{0,254}$")] = None
    label: str | None = None
    stat: str = "Average"
    visible: bool = True
    expression: str | None = None


class Row(_Part):
    """One metric, or one expression over those of the widget that have an id."""

    measure: Measure | None
    options: Options

    @model_validator(mode="before")
    @classmethod
    def _of_list(cls, said: Any) -> Any:
        if not isinstance(said, list) or not said or not isinstance(said[-1], dict):
            raise ValueError("must be a list that ends with an object")
        names, options = said[:-1], Options.model_validate(said[-1])
        if not names and options.expression:
            return {"measure": None, "options": options}
        if len(names) < 2 or len(names) % 2 or options.expression:  # noqa: PLR2004 - two names
            raise ValueError("must name namespace and metric, then pairs of a dimension")
        dimensions = dict(zip(names[2::2], names[3::2], strict=True))
        metric = key(names[0], names[1], dimensions)
        return {"measure": Measure(metric, options.stat), "options": options}


class _Axis(_Part):
    label: str
    min: float | None = None
    showUnits: bool = True  # noqa: N815 - CloudWatch's name


class _Mark(_Part):
    label: str
    value: float


class MetricProperties(_Part):
    """A chart."""

    title: str
    view: Literal["timeSeries"]
    region: str
    period: Annotated[int, Field(ge=60, multiple_of=60)]
    yAxis: Mapping[Literal["left", "right"], _Axis]  # noqa: N815 - CloudWatch's name
    metrics: Annotated[list[Row], Field(min_length=1, max_length=MOST_METRICS)]
    annotations: Mapping[Literal["horizontal"], list[_Mark]] = {}

    @model_validator(mode="after")
    def _ids_are_their_own(self) -> "MetricProperties":
        known = [each.options.id for each in self.metrics if each.options.id]
        if len(set(known)) != len(known):
            raise ValueError("two rows have one id")
        return self


class _Text(_Part):
    markdown: str


class _Alarms(_Part):
    title: str
    alarms: Annotated[list[str], Field(min_length=1, max_length=MOST_ALARMS)]
    sortBy: Literal["default", "stateUpdatedTimestamp", "timestamp"]  # noqa: N815 - CloudWatch's name


class _Placed(_Part):
    x: Annotated[int, Field(ge=0, lt=COLUMNS)]
    y: Annotated[int, Field(ge=0)]
    width: Annotated[int, Field(ge=1, le=COLUMNS)]
    height: Annotated[int, Field(ge=1, le=1_000)]


class MetricWidget(_Placed):
    """A chart and its place."""

    type: Literal["metric"]
    properties: MetricProperties


class TextWidget(_Placed):
    """A text and its place."""

    type: Literal["text"]
    properties: _Text


class AlarmWidget(_Placed):
    """A list of alarms and its place."""

    type: Literal["alarm"]
    properties: _Alarms


Widget = Annotated[MetricWidget | TextWidget | AlarmWidget, Field(discriminator="type")]


class Body(_Part):
    """The whole."""

    start: Annotated[str, Field(pattern=r"^-PT\d+[MH]$")]
    periodOverride: Literal["auto", "inherit"]  # noqa: N815 - CloudWatch's name
    widgets: Annotated[list[Widget], Field(max_length=MOST_WIDGETS)]

    @property
    def charts(self) -> list[MetricProperties]:
        """All charts, in their order."""
        return [each.properties for each in self.widgets if isinstance(each, MetricWidget)]


def bodies(resources: Iterable[Recorded]) -> Iterator[Body]:
    """Every dashboard among them.

    Raises:
        ValidationError: CloudWatch would not understand it, or this page does not.
    """
    for each in resources:
        if each.type == DASHBOARD:
            yield Body.model_validate_json(each.inputs["dashboardBody"])
