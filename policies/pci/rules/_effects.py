"""What identities can really do, with everything that has a say."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Final, NamedTuple

from ..framework.actions import forms, spelt
from ..framework.documents import Statement, matches
from ..framework.evaluation import may_cover
from ..framework.globs import opened, overlap
from ..framework.guarded import KEYS, Guarded, arns, guarded
from ..framework.predicates import Config
from ..framework.resource import Resource, Stack
from ..framework.tokens import IAM_ROLE, KEY_POLICY
from ._judged import GUARDS, Judged
from ._questions import DATA, Question, actions
from .rights import CONTROL, about_anything

ROLES: Final = ("roles", "passed")
"""Questions that the rule's `roles` answer too."""
_TRANSIENT: Final = ("transient", "idempotency")
_GRANT: Final = "kms:creategrant"
_SERVICE_ROLE: Final = ":role/aws-service-role/"
"""In ARNs that only AWS's services can have (IAM: "Service-linked roles")."""


class Told(NamedTuple):
    """What the rule's settings say of data."""

    things: frozenset[tuple[str, tuple[str, ...]]]
    """Question and logical names."""
    classifications: tuple[str, ...]

    @classmethod
    def by(cls, config: Config) -> "Told":
        """From the rule's settings."""
        things = {key: tuple(names) for key, names in config["things"].items()}
        return cls(frozenset(things.items()), tuple(config["classifications"]))


def everywhere(one: Judged) -> Iterator[tuple[Question, str, str]]:
    """What it can do of the questions about anything: question, action, place."""
    for each in one.holder.own:
        for action in controls(each.statement):
            question = about_anything()[action]
            for resource in _reached(each.statement, action):
                at = one.asks(question, action, resource)
                if at and not _harmless(one, question, resource):
                    yield question, spelt(action), at
                    break
    for action, resource, granted in one.stack.once(_managed):
        question = about_anything()[action]
        at = one.asks(question, action, resource)
        if at == granted:
            yield question, spelt(action), at


def _managed(stack: Stack) -> list[tuple[str, str, str]]:
    """What things' own policies allow of the questions about anything: action, thing, place."""
    return [
        (action, resource, each.at)
        for thing in stack.once(guarded, *GUARDS)
        for each in thing.statements
        for action in managing(each.statement, thing.thing)
        for resource in thing.arns[:1]
    ]


def to_data(one: Judged) -> Iterator[tuple[Question, str, str]]:
    """What it can do of the questions about data."""
    for question, things in one.stack.once(_data, Told.by(one.config)):
        for action in actions(question):
            for thing in things:
                found = (one.asks(question, action, each) for each in thing.arns)
                at = next((each for each in found if each), None)
                if at:
                    yield question, f"{spelt(action)} on {thing.thing.name}", at


def _data(stack: Stack, told: Told) -> list[tuple[Question, list[Guarded]]]:
    """Each question about data that is about something of the stack, and about what."""
    found = {
        question: [
            each for each in stack.once(guarded, *GUARDS) if about(question, each.thing, told)
        ]
        for question in DATA
    }
    return [(question, things) for question, things in found.items() if things]


@lru_cache(maxsize=8192)
def controls(statement: Statement) -> tuple[str, ...]:
    """The actions of questions about anything that a statement allows."""
    return tuple(_touched(statement, about_anything())) if statement.allows else ()


def _touched(statement: Statement, watched: Mapping[str, Question]) -> Iterator[str]:
    if statement.not_actions:
        yield from (each for each in watched if statement.touches(each))
        return
    for pattern in statement.actions:
        if set("*?") & set(pattern):
            yield from (each for each in watched if matches(pattern, each))
        elif pattern.lower() in watched:
            yield pattern.lower()


@lru_cache(maxsize=8192)
def _reached(statement: Statement, action: str) -> tuple[str, ...]:
    """Of what a statement names, what an action can be about; nothing, and it allows nothing."""
    shapes = forms(action)
    if statement.not_resources or not statement.resources:
        return tuple(each for each in shapes or ("*",) if may_cover(statement, each))
    named = [opened(each) for each in statement.resources]
    service = f":{action.partition(':')[0]}:"
    return tuple(
        each
        for each in named
        if not each.strip("*?")
        or any(overlap(each, shape) for shape in shapes)
        # The table of AWS has gaps; then the service decides.
        or (not shapes and service in each)
    )


def may(question: Question, who: str, urn: str, config: Config) -> bool:
    """Whether somebody is among the holders: of ours, or of the rule's settings."""
    mine = config["holders"].get(question.key, ())
    return any(fnmatchcase(urn, each) for each in question.holders) or who in mine


def managing(statement: Statement, thing: Resource) -> tuple[str, ...]:
    """What a thing's own policy allows of the questions about anything."""
    found = controls(statement)
    # Who manages a key by its policy is rule 72's.
    if thing.type not in (*KEYS, KEY_POLICY):
        return found
    return () if _for_aws(statement) else tuple(each for each in found if each == _GRANT)


def _for_aws(statement: Statement) -> bool:
    """Whether only roles of AWS's own services may grant, and only to AWS's own services."""
    return (
        bool(statement.principals)
        and all(_SERVICE_ROLE in each.name for each in statement.principals)
        and any(
            each.key == "kms:grantisforawsresource"
            and each.operator == "bool"
            and each.values == ("true",)
            and not each.missing_passes
            for each in statement.conditions
        )
    )


def _harmless(one: Judged, question: Question, resource: str) -> bool:
    """Whether a role that is taken or passed is one that the program may use."""
    if question.key not in ROLES:
        return False
    if resource in one.config["roles"]:
        return True
    if question.key != "passed":
        return False
    mine = [each for each in one.stack.of(IAM_ROLE) if resource in arns(each)]
    # Who may hand on a role of ours has what the role has.
    return bool(mine) and not any(
        may(each, role.name, role.urn, one.config)
        and not may(each, one.identity.name, one.identity.urn, one.config)
        for each in (*CONTROL, *DATA)
        for role in mine
    )


def about(question: Question, thing: Resource, told: Told) -> bool:
    """Whether a question about data is about this thing."""
    if thing.type not in question.kinds:
        return False
    return (
        any(fnmatchcase(thing.urn, each) for each in question.things)
        or thing.name in dict(told.things).get(question.key, ())
        or (question.classified and _stays(thing, told))
    )


def _stays(thing: Resource, told: Told) -> bool:
    tag = thing.get("tags.data-classification")
    return tag in told.classifications and thing.get("tags.lifetime") not in _TRANSIENT
