"""Draws the dashboard with real payments: `python -m docs_gen.dashboard_picture`.

What is drawn is what the program declares, with the local stack's values; a section that only AWS
has values for is left out, and named below. The seed, the style and the clock are always the same;
times are the machine's own.
"""

import argparse
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from math import nan
from pathlib import Path
from typing import Any, Final, NamedTuple

from matplotlib import rc_context
from matplotlib.dates import AutoDateLocator, DateFormatter
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from rich.console import Console

from docs_gen.dashboard_run import BEGIN, STRETCH, play
from local.alarms.dashboard import (
    COLUMNS,
    AlarmWidget,
    Body,
    MetricProperties,
    TextWidget,
    Widget,
    bodies,
)
from local.alarms.declared import Alarm, alarms
from local.alarms.drawing import Drawn, drawn
from local.alarms.evaluator import Evaluator
from local.alarms.series import Series
from local.lib.arguments import Places
from local.program.recorder import record_program
from local.stack.stack import UNTOLD, running
from policies.pci.framework.alarm_states import State

PICTURE: Final = Path(__file__).parents[1] / "docs" / "dashboard.png"
SECONDS: Final = 180
WIDTH: Final = 1_500
_DPI: Final = 100
_ROW: Final = 44
"""Pixels of a row of CloudWatch's grid."""
_FOOT: Final = 30
OURS: Final = "Tillstack"
"""The namespace of what our functions count."""
_STYLE: Final[Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "axes.titlesize": 9,
    "axes.titleweight": "bold",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.prop_cycle": "cycler('color', ['1f77b4', 'ff7f0e', '2ca02c', 'd62728', '9467bd', "
    "'8c564b', 'e377c2', '7f7f7f', 'bcbd22', '17becf'])",
    "grid.color": "#e5e5e5",
    "legend.fontsize": 7,
    "legend.frameon": False,
}
_COLOURS: Final = {State.OK: "#2ca02c", State.ALARM: "#d62728", State.INSUFFICIENT_DATA: "#7f7f7f"}


class Sketch(NamedTuple):
    """What is to be drawn: the widgets, each moved up to its row, and what was left out."""

    placed: list[tuple[Widget, int]]
    rows: int
    left_out: list[str]


def sketch(body: Body, series: Series, begin: int, end: int) -> Sketch:
    """The sections of which at least one chart has a value."""
    sections: list[list[Widget]] = []
    for widget in body.widgets:
        if isinstance(widget, TextWidget):
            sections.append([])
        sections[-1].append(widget)
    placed: list[tuple[Widget, int]] = []
    left_out, top = [], 0
    for section in sections:
        charts = [each.properties for each in section if each.type == "metric"]
        if not any(_has_values(drawn(each, series, begin, end)) for each in charts):
            left_out.append(_heading(section[0]))
            continue
        first = section[0].y
        placed += [(each, top + each.y - first) for each in section]
        top += max(each.y + each.height for each in section) - first
    return Sketch(placed, top, left_out)


def figure(body: Body, series: Series, end: int, states: Mapping[str, State]) -> Figure:
    """The dashboard from `BEGIN` to `end`, in Unix seconds; `states` by the alarms' names."""
    plan = sketch(body, series, BEGIN, end)
    height = plan.rows * _ROW + _FOOT
    with rc_context(_STYLE):
        found = Figure(figsize=(WIDTH / _DPI, height / _DPI), dpi=_DPI, facecolor="white")
        for widget, row in plan.placed:
            left, wide = widget.x / COLUMNS, widget.width / COLUMNS
            top = 1 - row * _ROW / height
            tall = widget.height * _ROW / height
            if isinstance(widget, TextWidget):
                found.text(0.01, top - tall * 0.75, _heading(widget), size=13, weight="bold")
                continue
            place = (left + 0.038, top - tall * 0.76, wide - 0.05, tall * 0.62)
            axes = found.add_axes(place)
            if isinstance(widget, AlarmWidget):
                _draw_alarms(axes, widget, states)
            else:
                lines = drawn(widget.properties, series, BEGIN, end)
                _draw_chart(axes, widget.properties, lines, end)
        said = (
            f"Real payments on a local stack; each second of the run is drawn as {STRETCH} s. "
            f"Left out, because AWS alone sends it: {', '.join(plan.left_out) or 'nothing'}."
        )
        found.text(0.01, 0.25 * _FOOT / height, said, size=8, color="#555555")
    return found


def _draw_chart(axes: Any, chart: MetricProperties, lines: list[Drawn], end: int) -> None:
    axes.set_title(chart.title, loc="left")
    axes.set_ylabel(chart.yAxis["left"].label)
    shown = [each for each in lines if _has_values([each])]
    for each in shown:
        times = [_moment(at) for at, _ in each.points]
        values = [nan if value is None else value for _, value in each.points]
        axes.plot(times, values, marker="o", markersize=2, linewidth=1.2, label=each.label)
    if not shown:
        ours = any(row.measure and row.measure.metric.namespace == OURS for row in chart.metrics)
        said = "nothing was sent" if ours else "AWS alone sends this"
        axes.text(0.5, 0.5, said, transform=axes.transAxes, ha="center", color="#999999")
        axes.set_xticks([])
        axes.set_yticks([])
        return
    for mark in chart.annotations.get("horizontal", ()):
        axes.axhline(mark.value, color="#d62728", linewidth=0.8, linestyle="--")
        axes.annotate(mark.label, (0.99, mark.value), xycoords=("axes fraction", "data"),
                      ha="right", va="bottom", size=6, color="#d62728")  # fmt: skip
    axes.set_ylim(0, max(1, axes.get_ylim()[1]))
    axes.set_xlim(_moment(BEGIN), _moment(end))
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_locator(AutoDateLocator(maxticks=8))
    axes.xaxis.set_major_formatter(DateFormatter("%H:%M"))
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.1), ncol=min(3, len(shown)))


def _moment(at: int) -> Any:
    return datetime.fromtimestamp(at, UTC)


def _draw_alarms(axes: Any, widget: AlarmWidget, states: Mapping[str, State]) -> None:
    axes.set_title(widget.properties.title, loc="left")
    axes.set_axis_off()
    names = [each.rpartition(":alarm:")[2] for each in widget.properties.alarms]
    columns = 5
    rows = -(-len(names) // columns)
    for number, name in enumerate(names):
        x, y = number % columns / columns, 1 - (number // columns + 0.5) / rows
        state = states[name]
        axes.text(x, y, "●", color=_COLOURS[state], size=11, va="center")
        axes.text(x + 0.015, y, f"{_short(name)}: {state}", size=8, va="center")


def _short(name: str) -> str:
    """Without project and stack."""
    return name.split("-", 2)[2]


def _heading(widget: Widget) -> str:
    """A section's, without the signs of its Markdown."""
    markdown = widget.properties.markdown if isinstance(widget, TextWidget) else ""
    return markdown.removeprefix("## ").partition(" (")[0]


def _has_values(lines: Iterable[Drawn]) -> bool:
    return any(value is not None for each in lines for _, value in each.points)


def states_of(resources: Any, series: Series, end: int) -> dict[str, State]:
    """Each alarm's state at `end`, of those that the program declares.

    What is normal is learned in two weeks: an alarm on that has too little data here.
    """
    found = alarms(resources)
    learning = [each for each in found if isinstance(each, Alarm) and each.band]
    evaluator = Evaluator(found, series, BEGIN)
    evaluator.advance(end)
    return {**evaluator.states, **{each.name: State.INSUFFICIENT_DATA for each in learning}}


def main() -> None:
    """Pay, and draw."""
    parser = argparse.ArgumentParser(
        prog="python -m docs_gen.dashboard_picture", description=__doc__
    )
    parser.add_argument(
        "--seconds", type=int, default=SECONDS, help="of paying (default: %(default)s)"
    )
    parser.add_argument(
        "--picture", type=Path, default=PICTURE, help="(default: docs/dashboard.png)"
    )
    wanted = parser.parse_args()
    console = Console()
    resources = record_program("local", UNTOLD).resources
    (body,) = bodies(resources)
    with running(Places(gateway_limit=60), say=console.log) as stack:
        series, end = play(stack, body, wanted.seconds, console.log)
    console.log("Drawing")
    save(figure(body, series, end, states_of(resources, series, end)), wanted.picture)
    console.log(f"Wrote {wanted.picture}")


def save(drawing: Figure, path: Path) -> None:
    """As a PNG that says nothing of who made it: the same figure is the same file."""
    drawing.savefig(path, metadata={"Software": None}, pil_kwargs={"compress_level": 9})


if __name__ == "__main__":
    main()
