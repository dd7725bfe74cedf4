"""Requests that tell two documents apart: who asks, from where, for what, on which thing."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any, Final, TypeVar

from policies.pci.framework.actions import forms, level, named, takes_arns
from policy_proof import iam_oracle as iam
from policy_proof.iam_asked import Caller, Pair, RequestContext, Requests
from policy_proof.strange import OURS, THEIRS

T = TypeVar("T")
Statements = Sequence[Mapping[str, Any]]

_OF_SERVICES: Final = ("aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid")
"""Keys that a request has only where a service makes it."""
_ALWAYS: Final = ("aws:securetransport", "aws:currenttime", "aws:epochtime", "aws:requestedregion")
"""Keys that every request has (AWS: "global condition context keys")."""
_FLAGS: Final = ("aws:securetransport", "aws:viaawsservice", "aws:multifactorauthpresent")
_MOST: Final = 300
"""Contexts of one caller."""
_EVERYWHERE: Final = ("iam", "kms", "lambda", "s3", "sts")
"""Services that stand for all, where a pattern means all."""


def _role(account: str, name: str) -> Caller:
    root = f"arn:aws:iam::{account}:root"
    names = {f"arn:aws:iam::{account}:role/{name}", root, account, "*"}
    return Caller(frozenset(("AWS", each) for each in names), account == OURS)


ITSELF: Final = Caller(frozenset(), ours=True)
"""Whoever holds an identity's document."""
_ROLES: Final = (
    _role(OURS, "not-of-this-stack"),
    _role(THEIRS, "theirs"),
    _role("555566667777", "somebodys"),
)


def callers(statements: Statements) -> Iterator[Caller]:
    """A role of ours, a stranger's, and everybody else whom a document names."""
    yield from _ROLES
    for kind, name in sorted({each for one in statements for each in iam.named(one)}):
        if kind == "Service":
            yield Caller(frozenset({(kind, name)}), ours=False, service=True)
        elif kind != "AWS":
            yield Caller(frozenset({(kind, name)}), ours=OURS in name)


def contexts(statements: Statements, caller: Caller) -> Iterator[RequestContext]:
    """Each way in which the keys that a document reads can be, for this caller."""
    wanted: dict[str, set[str]] = {}
    for one in statements:
        for keys in one.get("Condition", {}).values():
            for key, values in keys.items():
                wanted.setdefault(key.lower(), set()).update(iam.texts(values))
    ways = {
        key: [*sorted(_values(key, values)), *([] if key in _ALWAYS else [None])]
        for key, values in sorted(wanted.items())
        if caller.service or key not in _OF_SERVICES
    }
    for found in product(*ways.values()):
        context = tuple((k, v) for k, v in zip(ways, found, strict=True) if v is not None)
        if _can_be(dict(context)):
            yield context


def some(found: Iterable[T]) -> list[T]:
    """`_MOST` at most, evenly from the first to the last."""
    every = list(found)
    # An odd step meets each value of a key that has 2, 4 or 8.
    step = -(-len(every) // _MOST) | 1
    return every[::step]


def _values(key: str, written: Iterable[str]) -> set[str]:
    if key in _FLAGS:
        return {"true", "false"}
    found = {"stranger"}
    if key in ("aws:currenttime", "aws:epochtime"):
        return {"2026-11-29T00:00:00Z"}
    for each in written:
        if each.replace(".", "", 1).isdigit() and len(each) != len(OURS):
            found |= {str(float(each) - 0.1), str(float(each) + 0.1)}
        found |= {""} if each.startswith("?") else set()
        one = each.replace("*", "x").replace("?", "x")
        found |= {one, one.replace(OURS, THEIRS), one.replace(THEIRS, OURS)}
    return found


def _can_be(context: Mapping[str, str]) -> bool:
    """Whether a source's account is that of its ARN, where the ARN has one."""
    account = context.get("aws:sourceaccount")
    arn = context.get("aws:sourcearn", "")
    return account is None or not any(each in arn and each != account for each in (OURS, THEIRS))


def actions(before: Statements, after: Statements, only: str = "") -> list[str]:
    """Of all actions that the documents tell apart, one of each level and kind of thing.

    `only`: of this service.
    """
    patterns = sorted(
        {
            each.lower()
            for one in (*before, *after)
            for each in iam.texts(one.get("Action", one.get("NotAction")))
        }
    )
    services = {each.partition(":")[0] for each in patterns if ":" in each}
    wide = "*" in patterns or any("NotAction" in one for one in (*before, *after))
    services |= {*_EVERYWHERE} if wide else set()
    found: dict[tuple[object, ...], str] = {}
    for action in _of({only} if only else services):
        told = tuple(iam.like(action, each) for each in patterns)
        if any(told) or wide:
            kind = (action.partition(":")[0], level(action), *sorted(forms(action)))
            found.setdefault((*kind, *told), action)
    return list(found.values())


def _of(services: Iterable[str]) -> list[str]:
    return [action for each in sorted(services) for action in _all(each)]


@cache
def _all(service: str) -> tuple[str, ...]:
    return named(f"{service}:*")


def things(statements: Statements) -> list[str]:
    """A thing for each that is named, a stranger's, and somebody's of our own account."""
    found: set[str] = set()
    for one in statements:
        for each in iam.texts(one.get("Resource", one.get("NotResource"))):
            if each.count(":") > 4:  # noqa: PLR2004 - an ARN's
                thing = made(each)
                kind, slash, _ = thing.partition("/")
                beside = kind if slash else thing.rpartition(":")[0]
                found |= {thing, thing.replace(OURS, THEIRS), f"{beside}{slash or ':'}somebodys"}
    return sorted(found)


def made(pattern: str) -> str:
    """Something that a pattern means."""
    thing = f"{pattern[:-1]}x:*" if pattern.endswith(":log-group:*") else pattern
    if ":log-group:" in thing and thing.endswith(":*"):
        thing = f"{thing[:-1]}log-stream:x"
    return thing.replace("*", "x").replace("?", "x")


_PLACE: Final = re.compile(r"\\\*")


@cache
def _form(form: str) -> re.Pattern[str]:
    """AWS's form of an ARN; an open part is one step, but of a log or of what is in a bucket."""
    one = "[^:]*" if ":logs:" in form or ":s3:" in form else "[^:/]*"
    return re.compile(_PLACE.sub(lambda _: one, re.escape(form)))


@cache
def can_be_about(action: str, thing: str) -> bool:
    """Whether AWS knows this action on such a thing; `*` stands for none."""
    if thing == "*":
        return not takes_arns(action)
    return any(_form(form).fullmatch(thing) for form in forms(action))


def of_an_identity(before: Statements, after: Statements) -> Iterator[Requests]:
    """What an identity can ask."""
    where = some(contexts((*before, *after), ITSELF))
    yield Requests(ITSELF, where, _pairs(before, after, [*things(before), *_SAMPLES, "*"]))


_SAMPLES: Final = (
    f"arn:aws:iam::{OURS}:role/somebody",
    f"arn:aws:kms:eu-central-1:{OURS}:key/somebodys",
    f"arn:aws:lambda:eu-central-1:{OURS}:function:somebodys",
    "arn:aws:s3:::somebodys/thing",
)
"""A thing of each service that stands for all."""


def of_a_thing(before: Statements, after: Statements, own: Sequence[str]) -> Iterator[Requests]:
    """What anybody can ask of a thing with this document; `own`: ARNs of it and what is in it."""
    every = (*before, *after)
    (first, *_) = iam.texts(before[0].get("Action", before[0].get("NotAction")))
    pairs = _pairs(before, after, own, first.partition(":")[0].lower())
    for caller in callers(every):
        yield Requests(caller, some(contexts(every, caller)), pairs)


def _pairs(
    before: Statements, after: Statements, about: Sequence[str], only: str = ""
) -> list[Pair]:
    return [pair for pair in product(actions(before, after, only), about) if can_be_about(*pair)]
