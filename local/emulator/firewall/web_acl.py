"""The rules of a web ACL, as AWS WAF's API tells them, asked in their order."""

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import unquote_plus

from local.emulator.firewall.asked import Asked
from local.emulator.firewall.managed_rules import blocking

Statement = Mapping[str, Any]

_COMPARED: Final = {"GT": operator.gt, "GE": operator.ge, "LT": operator.lt, "LE": operator.le}
_PLACES: Final = {"Body": "body", "QueryString": "query as sent", "UriPath": "path as sent"}
_CHANGED: Final[Mapping[str, Callable[[str], str]]] = {"NONE": str, "URL_DECODE": unquote_plus}


def blocked(acl: Mapping[str, Any], asked: Asked) -> str:
    """The rule that blocks a request; empty where it is let through.

    Raises:
        KeyError: a statement, a field or a transformation that is not played here.
    """
    for rule in sorted(acl["Rules"], key=lambda one: int(one["Priority"])):
        blocks = "Block" in rule.get("Action", {}) or "None" in rule.get("OverrideAction", {})
        if blocks and _matches(rule["Statement"], asked):
            return str(rule["Name"])
    return "" if "Block" not in acl["DefaultAction"] else "the default action"


def _matches(statement: Statement, asked: Asked) -> bool:
    ((kind, one),) = statement.items()
    return _STATEMENTS[kind](one, asked)


def _any(one: Statement, asked: Asked) -> bool:
    return any(_matches(each, asked) for each in one["Statements"])


def _regex(one: Statement, asked: Asked) -> bool:
    return bool(re.search(one["RegexString"], _field(one, asked)))


def _size(one: Statement, asked: Asked) -> bool:
    compared = _COMPARED[one["ComparisonOperator"]]
    return bool(compared(len(_field(one, asked).encode()), one["Size"]))


def _managed(one: Statement, asked: Asked) -> bool:
    counted = frozenset(
        each["Name"]
        for each in one.get("RuleActionOverrides", ())
        if "Count" in each["ActionToUse"]
    )
    return bool(blocking(one["Name"], counted, asked))


def _field(one: Statement, asked: Asked) -> str:
    (field,) = one["FieldToMatch"]
    (text,) = asked.texts(_PLACES[field])
    for each in one["TextTransformations"]:
        text = _CHANGED[each["Type"]](text)
    return text


_STATEMENTS: Final[Mapping[str, Callable[[Statement, Asked], bool]]] = {
    "ManagedRuleGroupStatement": _managed,
    "OrStatement": _any,
    # All who call on one machine have its one address.
    "RateBasedStatement": lambda _, __: False,
    "RegexMatchStatement": _regex,
    "SizeConstraintStatement": _size,
}
