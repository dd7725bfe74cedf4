"""What a statement of IAM is about: written from AWS's pages, and not from any rule of the pack.

"IAM JSON policy elements: Condition operators", "… Multivalued context keys", "… Principal".
The statement is taken as it is written: an object with AWS's element names.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Any, Final

Context = Mapping[str, Sequence[str]]
"""Key of a request, lower case → its values; a key that is not there is absent."""

_COMPARISONS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "equals": lambda value, wanted: value == wanted,
    "lessthan": lambda value, wanted: value < wanted,
    "lessthanequals": lambda value, wanted: value <= wanted,
    "greaterthan": lambda value, wanted: value > wanted,
    "greaterthanequals": lambda value, wanted: value >= wanted,
}


def texts(said: Any) -> list[str]:
    """One value or several, each as text; a flag as JSON writes it."""
    many = said if isinstance(said, list) else [] if said is None else [said]
    return [str(each).lower() if isinstance(each, bool) else str(each) for each in many]


def named(statement: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Kind and name of each principal that a statement names, or leaves out."""
    said = statement.get("Principal", statement.get("NotPrincipal", {}))
    if isinstance(said, str):
        yield "AWS", said
    else:
        yield from ((kind, name) for kind, names in said.items() for name in texts(names))


def about_who(statement: Mapping[str, Any], who: Collection[tuple[str, str]]) -> bool:
    """Whether it is about a caller who goes by these kinds and names."""
    if "Principal" not in statement and "NotPrincipal" not in statement:
        return True
    meant = {("AWS", "*") if each == ("*", "*") else each for each in named(statement)}
    met = not meant.isdisjoint(who) or ("AWS", "*") in meant
    return met is ("Principal" in statement)


def about_what(statement: Mapping[str, Any], action: str) -> bool:
    """Whether it is about an action; case does not count."""
    key = "Action" if "Action" in statement else "NotAction"
    met = any(like(action.lower(), each.lower()) for each in texts(statement.get(key)))
    return met is (key == "Action")


def about_which(statement: Mapping[str, Any], resource: str) -> bool:
    """Whether it is about a thing; a trust policy names none and is about its role."""
    if "Resource" not in statement and "NotResource" not in statement:
        return True
    key = "Resource" if "Resource" in statement else "NotResource"
    met = any(like(resource, each) for each in texts(statement[key]))
    return met is (key == "Resource")


def holds(statement: Mapping[str, Any], context: Context) -> bool:
    """Whether all its conditions hold."""
    return all(
        met(operator, texts(wanted), context.get(key.lower()))
        for operator, keys in statement.get("Condition", {}).items()
        for key, wanted in keys.items()
    )


@lru_cache(maxsize=65_536)
def like(value: str, pattern: str) -> bool:
    """AWS's `*` and `?`; a bracket is a letter."""
    return fnmatchcase(value, pattern.replace("[", "[[]"))


def met(written: str, wanted: list[str], values: Sequence[str] | None) -> bool:
    """Whether one condition holds; `values`: those of its key, `None` where it is absent."""
    operator = written.lower()
    if operator == "null":
        return any(each.lower() == str(values is None).lower() for each in wanted)
    some, every = operator.startswith("foranyvalue:"), operator.startswith("forallvalues:")
    operator = operator.rpartition(":")[2]
    exists = operator.endswith("ifexists")
    operator = operator.removesuffix("ifexists")
    negated = "not" in operator
    if values is None:
        return exists or every or (negated and not some)
    plain = operator.replace("not", "", 1)
    each = [any(_meets(plain, value, one) for one in wanted) is not negated for value in values]
    return any(each) if some else all(each)


def _meets(operator: str, value: str, wanted: str) -> bool:
    if operator in ("stringlike", "arnlike", "arnequals"):
        return like(value, wanted)
    if operator in ("stringequalsignorecase", "bool"):
        return value.lower() == wanted.lower()
    if operator == "ipaddress":
        return _inside(value, wanted)
    for kind in ("numeric", "date"):
        if operator.startswith(kind):
            return _compared(operator.removeprefix(kind), value, wanted)
    return value == wanted


def _inside(value: str, wanted: str) -> bool:
    try:
        return ip_address(value) in ip_network(wanted)
    except ValueError:
        return False


def _compared(name: str, value: str, wanted: str) -> bool:
    try:
        one, other = float(value), float(wanted)
    except ValueError:
        # Dates of one form are in the order of their letters.
        one, other = float(value > wanted) - float(value < wanted), 0.0
    return _COMPARISONS[name](one, other)
