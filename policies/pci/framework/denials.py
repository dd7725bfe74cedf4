"""A Deny that rules ask for: whether it really denies, to everybody, on this very thing."""

from collections.abc import Callable, Iterable
from typing import Final

from .accounts import pinned
from .arns import parsed
from .conditions import Context, Holds, holds
from .documents import Condition, Statement
from .globs import within
from .resource import Resource
from .tokens import EVENT_BUS


def denies_without_tls(
    statement: Statement, subject: Resource, name: str, actions: Iterable[str]
) -> bool:
    """Whether `actions` on a thing of `subject` are denied to everybody without TLS."""
    return denies_where(statement, _without_tls, subject, name, actions)


def denies_where(
    statement: Statement,
    where: Callable[[Condition], bool],
    subject: Resource,
    name: str,
    actions: Iterable[str],
) -> bool:
    """Whether `actions` on a thing of `subject` are denied to everybody under one condition.

    Nothing else may have to hold as well: a second condition would let a request through. In a
    resource's own policy `*` is that resource; `name` is the end of an ARN of the thing.
    """
    return (
        denies_of(statement, subject, name, actions)
        and len(statement.conditions) == 1
        and where(statement.conditions[0])
    )


def denies_always(
    statement: Statement, subject: Resource, name: str, actions: Iterable[str]
) -> bool:
    """Whether `actions` on a thing of `subject` are denied to everybody, whatever is so."""
    return denies_of(statement, subject, name, actions) and not statement.conditions


def denies_request(
    statement: Statement, subject: Resource, name: str, action: str, context: Context
) -> bool:
    """Whether one request of anybody, of which `context` is known, is surely denied."""
    return (
        denies_of(statement, subject, name, (action,)) and holds(statement, context) is Holds.SURELY
    )


def denies_of(statement: Statement, subject: Resource, name: str, actions: Iterable[str]) -> bool:
    """Whether `actions` on a thing of `subject` are denied to everybody, under its conditions."""
    return (
        statement.effect == "deny"
        and statement.spares_nobody
        and all(statement.touches(each) for each in actions)
        and any(each == "*" or _is_of(each, subject, name) for each in statement.resources)
    )


def _without_tls(condition: Condition) -> bool:
    return (
        condition.operator == "bool"
        and condition.key == "aws:securetransport"
        and condition.values == ("false",)
    )


_SERVICE: Final = {EVENT_BUS: "events"}
"""Where a type's own words name another service than its ARN."""


def _is_of(arn: str, subject: Resource, name: str) -> bool:
    """Whether an ARN, or a pattern of one, means a thing of `subject`, and not one elsewhere."""
    found = parsed(arn)
    if not found or not name or not within(name, found.resource):
        return False
    service, regions, accounts = _home(subject)
    return found.service == service and all(
        not home or written in {*home, "*"}
        for written, home in ((found.region, regions), (found.account, accounts))
    )


def _home(subject: Resource) -> tuple[str, list[str], list[str]]:
    """Service, region and account of its ARN; none where nobody knows them yet."""
    own = subject.type.partition(":")[2].partition("/")[0]
    service = _SERVICE.get(subject.type, own)
    known = subject.get("arn")
    if isinstance(known, str) and (arn := parsed(known)):
        return service, [arn.region], [arn.account]
    if service == "s3":
        return service, [""], [""]
    region = (subject.provider or {}).get("region")
    return service, [region] if isinstance(region, str) else [], pinned(subject)
