"""CloudWatch over XML: an alarm is described with everything that was put, as over JSON."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final
from xml.sax.saxutils import escape

from ministack.services import cloudwatch

Reply = tuple[int, Mapping[str, str], bytes]

_MEMBER: Final = re.compile(r"<member><AlarmName>(?P<name>[^<]*)</AlarmName>(?P<told>.*?)</member>")
# What the emulator's XML leaves out of what it keeps.
_LEFT_OUT: Final = (
    "ActionsEnabled",
    "AlarmActions",
    "AlarmDescription",
    "Dimensions",
    "ExtendedStatistic",
    "InsufficientDataActions",
    "OKActions",
    "Period",
    "Statistic",
    "ThresholdMetricId",
    "TreatMissingData",
    "Unit",
)


_OF_SEVERAL: Final = "OfSeveral"
"""Ours: whether the alarm is on metric math; such a one has no period and no statistic."""


def mend() -> None:
    """Complete the answer of DescribeAlarms, and keep what PutMetricAlarm says."""
    cloudwatch._put_metric_alarm = keeping(cloudwatch._put_metric_alarm)  # noqa: SLF001 - as below
    cloudwatch._describe_alarms = completed(cloudwatch._describe_alarms)  # noqa: SLF001 - the emulator has no public seam


def keeping(original: Callable[..., Reply]) -> Callable[..., Reply]:
    """The original, which also keeps whether there are several metrics, and which is compared."""

    def put(params: Any, data: Any, *form: Any, **options: Any) -> Reply:
        reply = original(params, data, *form, **options)
        told = data or {}
        name, which = (
            told.get(key) or cloudwatch._p(params, key)  # noqa: SLF001 - as below
            for key in ("AlarmName", "ThresholdMetricId")
        )
        if name in cloudwatch._alarms:  # noqa: SLF001 - as below
            alarm = cloudwatch._alarms[name]  # noqa: SLF001 - as below
            several = told.get("Metrics") or cloudwatch._p(params, "Metrics.member.1.Id")  # noqa: SLF001 - as below
            alarm |= {"ThresholdMetricId": which, _OF_SEVERAL: bool(several)}
        return reply

    return put


def completed(original: Callable[..., Reply]) -> Callable[..., Reply]:
    """The original, whose XML names what it left out."""

    def describe(*args: Any, **options: Any) -> Reply:
        status, headers, body = original(*args, **options)
        if headers.get("Content-Type") != "application/xml":
            return status, headers, body
        alarms, wholes = cloudwatch._alarms, cloudwatch._composite_alarms  # noqa: SLF001 - as above
        return status, headers, complete(complete(body.decode(), alarms), wholes).encode()

    return describe


def complete(page: str, alarms: Mapping[str, Mapping[str, Any]]) -> str:
    """The XML with what is known of each alarm in it."""

    def whole(member: re.Match[str]) -> str:
        alarm = alarms.get(member["name"], {})
        return f"{member[0].removesuffix('</member>')}{''.join(_fields(alarm))}</member>"

    return _MEMBER.sub(whole, page)


def _fields(alarm: Mapping[str, Any]) -> Iterator[str]:
    unset = {"Period", "Statistic"} if alarm.get(_OF_SEVERAL) else set()
    if alarm.get("ExtendedStatistic"):
        unset = {*unset, "Statistic"}
    for name in (each for each in _LEFT_OUT if each not in unset):
        if (value := alarm.get(name)) not in (None, ""):
            yield f"<{name}>{_xml(value)}</{name}>"


def _xml(value: Any) -> str:
    if isinstance(value, list):
        return "".join(f"<member>{_xml(each)}</member>" for each in value)
    if isinstance(value, Mapping):
        return "".join(f"<{name}>{_xml(each)}</{name}>" for name, each in value.items())
    return str(value).lower() if isinstance(value, bool) else escape(str(value))
