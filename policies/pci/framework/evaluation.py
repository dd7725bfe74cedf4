"""May this principal do this on that: IAM's own way of deciding, on what a program declares.

In the order of AWS ("Policy evaluation logic"): an explicit denial anywhere ends it; else
something must allow, the thing's own policy or the identity's; a boundary caps the identity.
Who asks may be unknown in part, so a doubt goes against the permission: what may be allowed is
allowed, and only what is surely denied is denied. Organisations' policies are not seen.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from .conditions import Context, Holds, holds
from .documents import Principal, Statement
from .globs import opened, overlap, within


class Placed(NamedTuple):
    """A statement and where it stands, for a message."""

    statement: Statement
    at: str


class Caller(NamedTuple):
    """Who asks. Where an ARN is not known yet, its unknown parts are `*`."""

    arn: str
    account: str = "*"


Who = Callable[[Statement, Caller], bool]


@dataclass(frozen=True)
class Policies:
    """Every document that has a say."""

    identity: Sequence[Placed] = ()
    boundary: Sequence[Placed] | None = None
    """None: the identity has no boundary."""
    resource: Sequence[Placed] = ()
    decides: bool = False
    """Whether nothing is allowed that the thing's own policy does not allow: keys and roles."""


@dataclass(frozen=True)
class Request:
    """One question. `resource` may be a pattern: any of the things that it means."""

    caller: Caller
    action: str
    resource: str
    context: Context = field(default_factory=dict)


def path(request: Request, policies: Policies) -> str | None:
    """Where it stands that the request is allowed; none where it is not."""
    found = _allowed(request, policies)
    return None if found is None or _denied(request, policies) else found


def _allowed(request: Request, policies: Policies) -> str | None:
    own = _first(request, policies.identity, None)
    named = _first(request, policies.resource, _names)
    if policies.decides and not named:
        account = _first(request, policies.resource, _delegates)
        named, own = None, f"{own}, which {account} leaves to IAM" if own and account else None
    elif policies.decides:
        own = None
    if policies.boundary is not None and not _first(request, policies.boundary, None):
        # What a thing opens to a user or to everybody is not capped, what it opens to a role is.
        uncapped = _names if ":user/" in request.caller.arn else _everybody
        own, named = None, _first(request, policies.resource, uncapped)
    return own or named


def _denied(request: Request, policies: Policies) -> bool:
    mine = (*policies.identity, *(policies.boundary or ()))
    return any(_denies(each.statement, request) for each in mine) or any(
        _surely_about(each.statement, request.caller) and _denies(each.statement, request)
        for each in policies.resource
    )


def _denies(statement: Statement, request: Request) -> bool:
    return (
        statement.effect == "deny"
        and statement.touches(request.action)
        and covers_all(statement, request.resource)
        and holds(statement, request.context) is Holds.SURELY
    )


def _first(request: Request, placed: Iterable[Placed], who: Who | None) -> str | None:
    for each in placed:
        one = each.statement
        if (
            one.allows
            and one.touches(request.action)
            and (who is None or who(one, request.caller))
            and may_cover(one, request.resource)
            and holds(one, request.context) is not Holds.NEVER
        ):
            return each.at
    return None


@lru_cache(maxsize=65_536)
def may_cover(statement: Statement, resource: str) -> bool:
    """Whether a statement may be about a thing; one without a resource is about its own."""
    if statement.not_resources:
        return not any(within(resource, opened(each)) for each in statement.not_resources)
    return not statement.resources or any(
        overlap(opened(each), resource) for each in statement.resources
    )


@lru_cache(maxsize=65_536)
def covers_all(statement: Statement, resource: str) -> bool:
    """Whether a statement is about all that a pattern means."""
    if statement.not_resources:
        return not any(overlap(opened(each), resource) for each in statement.not_resources)
    # A variable may become something else than what is asked about.
    return not statement.resources or any(
        each == opened(each) and within(resource, each) for each in statement.resources
    )


def _names(statement: Statement, caller: Caller) -> bool:
    """Whether a thing's own policy lets the caller in by itself."""
    if statement.not_principals:
        return not any(_is(each, caller) for each in statement.not_principals)
    return any(_is(each, caller) for each in statement.principals)


def _everybody(statement: Statement, _caller: Caller) -> bool:
    return statement.everybody


def _delegates(statement: Statement, caller: Caller) -> bool:
    """Whether it leaves the account to its own policies."""
    return any(_account(each, caller) for each in statement.principals)


def _surely_about(statement: Statement, caller: Caller) -> bool:
    if statement.not_principals:
        return not any(
            _is(each, caller) or _account(each, caller) for each in statement.not_principals
        )
    return statement.everybody or any(
        each.kind == "AWS" and (within(caller.arn, each.name) or _surely_its(each, caller))
        for each in statement.principals
    )


def _is(principal: Principal, caller: Caller) -> bool:
    if principal.name == "*":
        return principal.kind in {"*", "AWS"}
    return principal.kind == "AWS" and any(
        overlap(each, principal.name) for each in (caller.arn, _session(caller.arn))
    )


def _account(principal: Principal, caller: Caller) -> bool:
    owner = _owner(principal)
    return owner is not None and overlap(caller.account, owner)


def _surely_its(principal: Principal, caller: Caller) -> bool:
    return _owner(principal) == caller.account


def _owner(principal: Principal) -> str | None:
    if principal.kind == "AWS" and principal.name.isdigit():
        return principal.name
    arn, found, _ = principal.name.partition(":root")
    return arn.rpartition(":")[2] if principal.kind == "AWS" and found else None


def _session(arn: str) -> str:
    """What a role's sessions are called; any other caller by its own ARN."""
    head, found, name = arn.partition(":role/")
    own = f"{head.replace(':iam:', ':sts:')}:assumed-role/{name.rpartition('/')[2]}/*"
    return own if found else arn
