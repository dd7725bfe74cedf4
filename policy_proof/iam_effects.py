"""What another document makes possible: judged by IAM's evaluation, and by no rule.

Somebody must speak where somebody else gets in, where a denial lets something past, and where an
identity gets at somebody's things or at other kinds of work than it had. Where the same is said
in other words, nobody need speak. The rest is nobody's question: less is allowed than before;
one thing or action of ours more is named, which may be what the program needs; a pattern names
things of ours by the beginning of their names, or lets read what could be written already; or a
key that may be used by way of a service may be used without it, which opens nothing to whoever
has no ciphertext (and what is sealed for the ledger has a context of its own).
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from functools import cache, partial
from typing import Any, Final, NamedTuple

from policies.pci.framework.actions import level
from policy_proof import iam_oracle as iam
from policy_proof.iam_asked import Asked, Requests
from policy_proof.iam_oracle import about_who
from policy_proof.iam_requests import Statements, of_a_thing, of_an_identity

_MANAGES: Final = "Permissions management"
_MAKES: Final = frozenset({"sns:createtopic", "sqs:createqueue"})
"""AWS says that these change permissions, because what they make may come with a policy."""

_COPIES: Final = "dynamodb:startawsbackupjob"
"""AWS says that it writes: a copy into the account's own vault, which lets nobody at anything."""


class Verdict(Enum):
    """What is to be said of a change."""

    SPEAK = "somebody must speak"
    NOTHING = "nothing has changed"
    OPEN = "nobody's question"


class Effect(NamedTuple):
    """A verdict and a request that shows it."""

    verdict: Verdict
    why: str = ""


def effect(before: Statements, after: Statements, things: Sequence[str] | None) -> Effect:
    """What a document in place of another makes possible.

    `things`: the ARNs of what the document belongs to; none for an identity's.
    """
    asked = of_an_identity(before, after) if things is None else of_a_thing(before, after, things)
    told: list[Asked] = []
    same, any_at_all = True, False
    for one in asked:
        old, new = decisions(before, one), decisions(after, one)
        any_at_all |= bool(one.pairs and one.contexts)
        same &= old == new
        if things is None:
            told += _more(one, old, new, after)
        else:
            told += _let_in(one, old, new)
        for pair, was, now in zip(one.pairs, old, new, strict=True):
            told += one.asked(pair, was.denied & ~now.denied)
    if told:
        return Effect(Verdict.SPEAK, min(map(_said, told)))
    said = _names(after, things) <= _names(before, things)
    return Effect(Verdict.NOTHING if any_at_all and same and said else Verdict.OPEN)


def _names(statements: Statements, things: Sequence[str] | None) -> set[str]:
    """Whom and what a document names; of a denial of a thing's own it is clear what is meant."""
    found: set[str] = set()
    for one in statements:
        found |= {each.lower() for each in iam.texts(one.get("Action"))}
        found |= {f"but {each}" for each in iam.texts(one.get("NotAction"))}
        found |= {f"{kind} {name} {'NotPrincipal' in one}" for kind, name in iam.named(one)}
        if things is None or one["Effect"] == "Allow":
            found |= {*iam.texts(one.get("Resource"))}
        found |= {f"but {each}" for each in iam.texts(one.get("NotResource"))}
        for keys in one.get("Condition", {}).values():
            found |= {f"{key} {each}" for key, said in keys.items() for each in iam.texts(said)}
    return found


def _said(each: Asked) -> str:
    who = "it" if not each.caller.names else min(name for _, name in each.caller.names)
    return f"{who} {each.action} {each.resource} {dict(each.context)}"


class Decided(NamedTuple):
    """In which contexts something may be done, as bits: the first for the first context."""

    allowed: int
    denied: int


def decisions(statements: Statements, asked: Requests) -> list[Decided]:
    """What a document says of each pair, in the order of the requests' pairs.

    Each statement is held against each context, action and thing once, and not against every
    request: who, when, what and which are independent of each other.
    """
    told = [_Stated(each, asked) for each in statements if about_who(each, asked.caller.names)]
    found: list[Decided] = []
    for action, thing in asked.pairs:
        bits = {"Allow": 0, "Deny": 0}
        for each in told:
            if each.when and each.about_what(action) and each.about_which(thing):
                bits[each.effect] |= each.when
        found.append(Decided(bits["Allow"] & ~bits["Deny"], bits["Deny"]))
    return found


class _Stated:
    """One statement, the contexts in which it holds, and what it was asked before."""

    def __init__(self, statement: Mapping[str, Any], asked: Requests) -> None:
        self.effect = statement["Effect"]
        self.when = _when(statement, asked)
        self.about_what = cache(partial(iam.about_what, statement))
        self.about_which = cache(partial(iam.about_which, statement))


def _when(statement: Mapping[str, Any], asked: Requests) -> int:
    """The bits of the contexts in which all conditions of a statement hold."""
    found = asked.always
    for operator, keys in statement.get("Condition", {}).items():
        for key, said in keys.items():
            wanted = iam.texts(said)
            found &= sum(
                bits
                for value, bits in asked.ways(key.lower())
                if bits and iam.met(operator, wanted, None if value is None else [value])
            )
    return found


def _let_in(asked: Requests, old: Sequence[Decided], new: Sequence[Decided]) -> Iterator[Asked]:
    """What somebody who is not of ours gets, and whatever manages."""
    for pair, was, now in zip(asked.pairs, old, new, strict=True):
        for each in asked.asked(pair, now.allowed & ~was.allowed):
            if not each.for_us or _manages(each.action):
                yield each


def _manages(action: str) -> bool:
    """Whether it changes who may do what; to make what is there already changes nothing."""
    return level(action) == _MANAGES and action not in _MAKES


def _more(
    asked: Requests, old: Sequence[Decided], new: Sequence[Decided], after: Statements
) -> Iterator[Asked]:
    """What an identity gets beyond the things and the kinds of work that it had."""
    had = [pair for pair, was in zip(asked.pairs, old, strict=True) if was.allowed]
    kinds = {(level(action), thing) for action, thing in had}
    things = {thing for _, thing in had}
    named = {each for one in after for each in iam.texts(one.get("Resource"))}
    spelt = {each.lower() for one in after for each in iam.texts(one.get("Action"))}
    for pair, was, now in zip(asked.pairs, old, new, strict=True):
        action, thing = pair
        if (
            _manages(action)
            or (thing not in {*things, *named, "*"} and level(action) != "List")
            or (
                action not in spelt
                and level(action) == "Write"
                and action != _COPIES
                and ("Write", thing) not in kinds
            )
        ):
            yield from asked.asked(pair, now.allowed & ~was.allowed)
