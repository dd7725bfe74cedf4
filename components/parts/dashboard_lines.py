"""The lines of a stack's dashboard: metrics of AWS's services, and of our own functions."""

from collections.abc import Mapping, Sequence
from itertools import count

from components.lib.context import StackContext
from components.lib.environment import METRICS_NAMESPACE
from components.parts.alarm_math import Measured
from components.parts.dashboard import Line, MathLine


class Lines:
    """Makes the lines of one stack; each metric in them has an id of its own."""

    def __init__(self, context: StackContext) -> None:
        self._context = context
        self._ids = count(1)

    def aws(
        self,
        label: str,
        service: str,
        metric: str,
        dimensions: Mapping[str, str],
        statistic: str = "Sum",
    ) -> Line:
        """A metric of one of AWS's services."""
        return Line(label, Measured(self._id(), f"AWS/{service}", metric, dimensions, statistic))

    def ours(
        self,
        label: str,
        metric: str,
        handlers: Sequence[str],
        divided_by: int = 1,
        **dimensions: str,
    ) -> MathLine:
        """The sum of a metric over all functions that send it."""
        return _sum(label, [self._sent(metric, each, "Sum", dimensions) for each in handlers],
                    divided_by)  # fmt: skip

    def one_of_ours(self, label: str, metric: str, handler: str, statistic: str) -> Line:
        """A metric of one of our functions."""
        return Line(label, self._sent(metric, handler, statistic, {}))

    def _sent(
        self, metric: str, handler: str, statistic: str, dimensions: Mapping[str, str]
    ) -> Measured:
        service = {"service": self._context.name(handler.replace("_", "-")), **dimensions}
        return Measured(self._id(), METRICS_NAMESPACE, metric, service, statistic)

    def _id(self) -> str:
        return f"m{next(self._ids)}"


def total(label: str, lines: Sequence[Line]) -> MathLine:
    """The sum of lines, instead of them."""
    return _sum(label, [each.measured for each in lines])


def _sum(label: str, measures: Sequence[Measured], divided_by: int = 1) -> MathLine:
    ids = ", ".join(each.id for each in measures)
    share = f" / {divided_by}" if divided_by != 1 else ""
    return MathLine(label, measures, f"SUM([{ids}]){share}")
