"""IAM's own evaluation of a Deny, written from its pages and not from the rules."""

import fnmatch
from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from typing import Any


def one_holds(operator: str, wanted: str, value: str) -> bool:
    """Whether a value of a request is one of a condition, before any negation."""
    if operator.startswith(("string", "arn", "bool", "binary")):
        return fnmatch.fnmatchcase(value.lower(), wanted.lower())
    if operator.endswith("ipaddress"):
        try:
            return ip_address(value) in ip_network(wanted)
        except ValueError:
            return False
    compare = {
        "lessthan": value < wanted,
        "lessthanequals": value <= wanted,
        "greaterthan": value > wanted,
        "greaterthanequals": value >= wanted,
    }
    name = operator.removeprefix("numeric").removeprefix("date")
    return compare.get(name, value == wanted)


def holds(written: str, wanted: list[str], values: list[str] | None) -> bool:
    """Whether a condition holds for a request whose key has these values, or is not there."""
    operator = written.lower()
    if operator == "null":
        return (values is None) == (wanted == ["true"])
    some, every = operator.startswith("foranyvalue:"), operator.startswith("forallvalues:")
    operator = operator.split(":")[-1]
    exists = operator.endswith("ifexists")
    operator = operator.removesuffix("ifexists")
    negated = "not" in operator
    if values is None:
        return exists or every or (negated and not some)
    plain = operator.replace("not", "")
    each = [any(one_holds(plain, one, value) for one in wanted) != negated for value in values]
    return any(each) if some else all(each)


def concerns(statement: Mapping[str, Any], who: str, what: str) -> bool:
    """Whether a statement is about a principal and a resource."""

    def named(said: Any) -> bool:
        names = said.values() if isinstance(said, dict) else [said]
        flat = [n for each in names for n in (each if isinstance(each, list) else [each])]
        return any(each == "*" or each in who for each in flat)

    principal = (
        named(statement["Principal"])
        if "Principal" in statement
        else not named(statement["NotPrincipal"])
    )
    key = "Resource" if "Resource" in statement else "NotResource"
    listed = statement[key] if isinstance(statement[key], list) else [statement[key]]
    return principal and any(fnmatch.fnmatchcase(what, each) for each in listed) == (
        key == "Resource"
    )


def denied(statement: Mapping[str, Any], who: str, what: str, context: Mapping[str, Any]) -> bool:
    """IAM's evaluation of one Deny: everything in it must hold."""
    return (
        statement["Effect"] == "Deny"
        and concerns(statement, who, what)
        and all(
            holds(operator, [str(each).lower() for each in (v if isinstance(v, list) else [v])],
                  context.get(key.lower()))
            for operator, keys in statement.get("Condition", {}).items()
            for key, v in keys.items()
        )
    )  # fmt: skip
