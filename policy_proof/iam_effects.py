"""What another document makes possible: judged by IAM's evaluation, and by no rule.

Somebody must speak where somebody else gets in, where a denial lets something past, and where an
identity gets at somebody's things or at other kinds of work than it had. Where the same is said
in other words, nobody need speak. The rest is nobody's question: less is allowed than before;
one thing or action of ours more is named, which may be what the program needs; a pattern names
things of ours by the beginning of their names, or lets read what could be written already; or a
key that may be used by way of a service may be used without it, which opens nothing to whoever
has no ciphertext (and what is sealed for the ledger has a context of its own).
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from functools import cache, partial
from typing import Any, Final, NamedTuple

from policies.pci.framework.actions import level
from policy_proof import iam_oracle as iam
from policy_proof.iam_requests import Asked, Statements, of_a_thing, of_an_identity

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
    every = list(dict.fromkeys(asked))
    old, new = _Judged(before, every), _Judged(after, every)
    came, lost = new.allowed - old.allowed, old.denied - new.denied
    if things is None:
        worse = _more(came, old.allowed, after)
    else:
        worse = [each for each in came if not each.for_us or _manages(each)]
    if told := [*lost, *worse]:
        return Effect(Verdict.SPEAK, min(map(_said, told)))
    same = bool(every) and old.allowed == new.allowed and old.denied == new.denied
    said = _names(after, things) <= _names(before, things)
    return Effect(Verdict.NOTHING if same and said else Verdict.OPEN)


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


class _Judged:
    """The requests that a document allows, and those that it denies."""

    def __init__(self, statements: Statements, every: Iterable[Asked]) -> None:
        self.denied: set[Asked] = set()
        self.allowed: set[Asked] = set()
        told = [_Told(each) for each in statements]
        for one in every:
            effects = {each.effect for each in told if each.about(one)}
            if "Deny" in effects:
                self.denied.add(one)
            elif "Allow" in effects:
                self.allowed.add(one)


class _Told:
    """One statement, which remembers what it was asked before."""

    def __init__(self, statement: Mapping[str, Any]) -> None:
        self.effect = statement["Effect"]
        self._about_what = cache(partial(iam.about_what, statement))
        self._about_which = cache(partial(iam.about_which, statement))
        self._about_who = cache(partial(iam.about_who, statement))
        self._holds = cache(partial(_holds, statement))

    def about(self, one: Asked) -> bool:
        """Whether it is about a request."""
        return (
            self._about_what(one.action)
            and self._about_which(one.resource)
            and self._about_who(one.caller.names)
            and self._holds(one.context)
        )


def _holds(statement: Mapping[str, Any], context: tuple[tuple[str, str], ...]) -> bool:
    return iam.holds(statement, {key: [value] for key, value in context})


def _manages(each: Asked) -> bool:
    """Whether it changes who may do what; to make what is there already changes nothing."""
    return level(each.action) == _MANAGES and each.action not in _MAKES


def _more(came: set[Asked], had: set[Asked], after: Statements) -> list[Asked]:
    """What an identity gets beyond the things and the kinds of work that it had."""
    kinds = {(level(each.action), each.resource) for each in had}
    things = {each.resource for each in had}
    named = {each for one in after for each in iam.texts(one.get("Resource"))}
    spelt = {each.lower() for one in after for each in iam.texts(one.get("Action"))}
    return [
        each
        for each in came
        if _manages(each)
        or (each.resource not in {*things, *named, "*"} and level(each.action) != "List")
        or (
            each.action not in spelt
            and level(each.action) == "Write"
            and each.action != _COPIES
            and ("Write", each.resource) not in kinds
        )
    ]
