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
    "TreatMissingData",
    "Unit",
)


def mend() -> None:
    """Complete the answer of DescribeAlarms."""
    cloudwatch._describe_alarms = completed(cloudwatch._describe_alarms)  # noqa: SLF001 - the emulator has no public seam


def completed(original: Callable[..., Reply]) -> Callable[..., Reply]:
    """The original, whose XML names what it left out."""

    def describe(*args: Any, **options: Any) -> Reply:
        status, headers, body = original(*args, **options)
        if headers.get("Content-Type") != "application/xml":
            return status, headers, body
        alarms = cloudwatch._alarms  # noqa: SLF001 - as above
        return status, headers, complete(body.decode(), alarms).encode()

    return describe


def complete(page: str, alarms: Mapping[str, Mapping[str, Any]]) -> str:
    """The XML with what is known of each alarm in it."""

    def whole(member: re.Match[str]) -> str:
        alarm = alarms.get(member["name"], {})
        return f"{member[0].removesuffix('</member>')}{''.join(_fields(alarm))}</member>"

    return _MEMBER.sub(whole, page)


def _fields(alarm: Mapping[str, Any]) -> Iterator[str]:
    for name in _LEFT_OUT:
        if (value := alarm.get(name)) not in (None, ""):
            yield f"<{name}>{_xml(value)}</{name}>"


def _xml(value: Any) -> str:
    if isinstance(value, list):
        return "".join(f"<member>{_xml(each)}</member>" for each in value)
    if isinstance(value, Mapping):
        return "".join(f"<{name}>{_xml(each)}</{name}>" for name, each in value.items())
    return str(value).lower() if isinstance(value, bool) else escape(str(value))
