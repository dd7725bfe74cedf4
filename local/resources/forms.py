"""Forms of text that AWS's words need: what is one, and how to say so to a person."""

import ipaddress
import json
import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Form:
    """One form."""

    words: str
    """As in "takes … as the input"."""
    accepts: Callable[[str], bool]


def _json(text: str, **how: Any) -> Any:
    """What a JSON text holds; ValueError where it is none, NaN included."""
    return json.loads(text, parse_constant=_refused, **how)


def _refused(name: str) -> Any:
    raise ValueError(name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object that names nothing twice.

    Raises:
        ValueError: a name stands there twice.
    """
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(pairs)
    return found


def _is_json(text: str) -> bool:
    try:
        _json(text)
    except (ValueError, RecursionError):
        return False
    return True


def _is_object(text: str) -> bool:
    try:
        return isinstance(_json(text, object_pairs_hook=_once), dict)
    except (ValueError, RecursionError):
        return False


def _is_cidr(text: str) -> bool:
    address, slash, size = text.partition("/")
    try:
        ipaddress.ip_network(f"{address}/{size.lstrip('0') or size[:1]}", strict=False)
    except ValueError:
        return False
    return bool(slash) and size.isdecimal()


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", text))


def like(pattern: str) -> Callable[[str], bool]:
    """Whether a text is matched as a whole."""
    whole = re.compile(pattern, re.ASCII)
    return lambda text: whole.fullmatch(text) is not None


def _is_expression(text: str) -> bool:
    """What Go takes and Python does not is taken: classes by name, flags within, quotes."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            re.compile(text)
    except re.error:
        return bool(re.search(r"\\[pPQzC]|\(\?[a-zA-Z-]|\[\[:", text))
    return True


_LARGEST = 10_485_760


def _is_size(text: str) -> bool:
    found = re.fullmatch(r"([+-]?)0*(\d{1,8})", text, re.ASCII)
    return found is not None and -1 <= int(f"{found[1]}{found[2]}") <= _LARGEST


_ARN = (
    r"arn:aws(-[a-z]+)*:[^:]*:([a-z]{2}(-[a-z]+)+-\d{1,2})?"
    r":(aws|aws-managed|third-party|aws-marketplace|\d{12}|cw.{10})?:(?s:.)+"
)
_FUNCTION = (
    r"(arn:[\w-]+:lambda:)?([a-z]{2}-(?:[a-z]+-){1,2}\d{1}:)?(\d{12}:)?(function:)?"
    r"([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?"
)
_BUS = r"(arn:aws[\w-]*:events:[a-z]+-[a-z]+-[\w-]+:\d{12}:event-bus/)?[/.\-_A-Za-z0-9]+"
_IS_ARN = like(_ARN)
_ANY_ARN = like(r"arn(:[^:]*){4}:(?s:.)*")
_ALARM = like(r"arn:[\w-]+:automate:[\w-]+:ec2:(reboot|recover|stop|terminate)")

FORMS: Mapping[str, Form] = {
    "not empty": Form("a text that is not empty", bool),
    "arn": Form("an ARN (arn:<partition>:<service>:<region>:<account>:<resource>)", _IS_ARN),
    "plain arn": Form("an ARN", _ANY_ARN),
    "compression size": Form("a number of bytes from -1 to 10485760 as text", _is_size),
    "code": Form("a text with {####} in it", lambda text: "{####}" in text),
    "user name": Form("a text with {username} in it", lambda text: "{username}" in text),
    "json": Form("JSON", _is_json),
    "json object": Form("a JSON object that names nothing twice", _is_object),
    "expression": Form("a regular expression", _is_expression),
    "cidr": Form("a range of addresses such as 10.0.0.0/8", _is_cidr),
    "time": Form("a time such as 2030-01-01T00:00:00Z", _is_time),
    "account": Form("an account id of 12 digits", like(r"\d{12}")),
    "function": Form("a function's name or ARN", like(_FUNCTION)),
    "no arn": Form("a name, and no ARN", lambda text: not _IS_ARN(text)),
    "alarm action": Form(
        "an ARN that an alarm may call", lambda text: _ALARM(text) or _IS_ARN(text)
    ),
    "event bus": Form("an event bus's name or ARN", like(_BUS)),
    "key alias": Form("alias/ and a name of A-Z, a-z, 0-9, _, / and -", like(r"alias/[\w/-]+")),
    "user pool": Form(
        "a user pool's id such as eu-central-1_Ab1Cd2Ef3", like(r"[\w-]+_[0-9a-zA-Z]+")
    ),
    "schedule": Form("rate(…) or cron(…)", like(r"(rate\(\d+ \w+\)|cron\([^)]+\))?")),
    "lambda action": Form("* or an action of Lambda's", like(r"\*|lambda:(\*|[A-Za-z]+)")),
}
