"""Where a stack names a table: what changes its name when another table takes its place."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

Clients = Callable[[str], Any]
"""A client of a service, by its boto3 name."""

ALIAS: Final = "live"
"""What every call and mapping of a function goes to."""


class TableReference(NamedTuple):
    """One place that names a table."""

    kind: str
    where: str
    tables: str
    """The names of now, with commas."""


def references(
    clients: Clients, stack: Mapping[str, str], tables: list[str]
) -> Iterator[TableReference]:
    """Every environment and grant of the stack's functions that names one of the tables.

    Args:
        clients: of the account that the stack is in.
        stack: handler → function's name, as the stack exports it.
        tables: physical names.
    """
    functions, iam = clients("lambda"), clients("iam")
    for name in sorted(stack.values()):
        told = functions.get_function_configuration(FunctionName=name, Qualifier=ALIAS)
        named = {
            variable: value
            for variable, value in told.get("Environment", {}).get("Variables", {}).items()
            if value in tables
        }
        if named:
            yield TableReference(
                "environment", f"{name}: {', '.join(sorted(named))}", _names(named.values())
            )
        role = told["Role"].rpartition("/")[2]
        for policy in iam.list_role_policies(RoleName=role)["PolicyNames"]:
            document = iam.get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]
            granted = set(re.findall(r":table/([A-Za-z0-9_.-]+)", json.dumps(document)))
            if found := granted.intersection(tables):
                yield TableReference("grant", policy, _names(found))


def _names(tables: Any) -> str:
    return ", ".join(sorted(set(tables)))
