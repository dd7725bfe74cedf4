"""What identities can really do, with everything that has a say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Final, NamedTuple

from ..framework.accounts import pinned
from ..framework.actions import forms, spelt
from ..framework.attachments import held
from ..framework.documents import Statement, matches
from ..framework.evaluation import Caller, Placed, Policies, Request, may_cover, path
from ..framework.globs import opened, overlap, within
from ..framework.guarded import KEYS, OWN, Guarded, arns, guarded
from ..framework.predicates import Config
from ..framework.resource import Resource, Stack
from ..framework.statements import placed
from ..framework.tokens import IAM_POLICY, IAM_ROLE, IAM_USER, KEY_POLICY
from ._questions import DATA, Question, actions
from .rights import CONTROL, about_anything

GUARDS: Final = tuple(kind for kind in OWN if kind != IAM_ROLE)
"""Things with policies of their own, roles apart, which trust."""
ROLES: Final = ("roles", "passed")
"""Questions that the rule's `roles` answer too."""
_TRANSIENT: Final = ("transient", "idempotency")
_KINDS: Final[Mapping[str, str]] = {IAM_ROLE: "role", IAM_USER: "user"}
_GRANT: Final = "kms:creategrant"
_SERVICE_ROLE: Final = ":role/aws-service-role/"
"""In ARNs that only AWS's services can have (IAM: "Service-linked roles")."""


@dataclass(frozen=True, eq=False)
class Holder:
    """Who asks, and the documents that it holds; see `_holder`."""

    caller: Caller
    own: tuple[Placed, ...]
    boundary: tuple[Placed, ...] | None


@dataclass(frozen=True, eq=False)
class Near:
    """What the policies of the things say that a request may be about; see `_near`."""

    statements: tuple[Placed, ...]
    decides: bool


# Of the same there is one: what is asked of it again is found by who it is.
_holder = lru_cache(maxsize=4096)(Holder)
_of_things = lru_cache(maxsize=4096)(Near)


class Judged(NamedTuple):
    """One identity with everything that has a say on what it does."""

    identity: Resource
    holder: Holder
    things: Sequence[Guarded]
    """Those of the stack, but its roles."""
    stack: Stack
    config: Config

    def asks(self, question: Question, action: str, resource: str) -> str | None:
        """Where it stands that it may do this; none where it may not."""
        kinds = (IAM_ROLE,) if question.key == "roles" else GUARDS
        near = self.stack.once(_near, kinds, resource)
        return _asks(self.holder, near, question, action, resource)


def _near(stack: Stack, kinds: tuple[str, ...], resource: str) -> Near:
    """What of the stack a request about `resource` may be about."""
    things = [
        one
        for one in stack.once(guarded, *kinds)
        if any(within(resource, each) for each in one.arns)
    ]
    return _of_things(
        tuple(each for one in things for each in one.statements),
        any(one.decides for one in things),
    )


@lru_cache(maxsize=65_536)
def _asks(holder: Holder, near: Near, question: Question, action: str, resource: str) -> str | None:
    policies = Policies(
        identity=holder.own,
        boundary=holder.boundary,
        resource=near.statements,
        decides=near.decides,
    )
    context = {**_known(holder.caller), **question.context}
    return path(Request(holder.caller, action, resource, context), policies)


def judged(stack: Stack, identity: Resource, config: Config) -> tuple[Judged, str | None]:
    """An identity, or a policy that nobody holds yet, and where something of it is unknown.

    Raises:
        DocumentError: a document can't be parsed.
    """
    unknown = None
    if identity.type == IAM_POLICY:
        own = tuple(placed(identity, "policy"))
    else:
        found = stack.once(held, identity)
        own, unknown = tuple(found.placed), found.unknown
    accounts = pinned(identity)
    account = accounts[0] if len(accounts) == 1 else "*"
    kind, name = _KINDS.get(identity.type, "group"), identity.get("name")
    arn = identity.get("arn")
    if not isinstance(arn, str):
        arn = f"arn:*:iam::{account}:{kind}/{name if isinstance(name, str) else '*'}"
    account = arn.split(":")[4] if arn.count(":") > 4 else account  # noqa: PLR2004 - an ARN's
    holder = _holder(Caller(arn, account), own, _boundary(stack, identity))
    return Judged(identity, holder, stack.once(guarded, *GUARDS), stack, config), unknown


def _boundary(stack: Stack, identity: Resource) -> tuple[Placed, ...] | None:
    """The statements that cap an identity; one of another stack is not counted on."""
    prop = "permissionsBoundary"
    value = identity.get(prop)
    made = identity.made_of(prop, IAM_POLICY)
    caps = made or [each for each in stack.of(IAM_POLICY) if each.is_named(value, "arn", "name")]
    return tuple(each for cap in caps for each in placed(cap, "policy")) if caps else None


def _known(caller: Caller) -> Mapping[str, str]:
    """What a request of this caller is sure to carry."""
    found = {"aws:principalarn": caller.arn, "aws:principalaccount": caller.account}
    return {key: value for key, value in found.items() if "*" not in value}


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
    for thing in one.things:
        for each in thing.statements:
            for action in managing(each.statement, thing.thing):
                question = about_anything()[action]
                for resource in thing.arns[:1]:
                    at = one.asks(question, action, resource)
                    if at == each.at:
                        yield question, spelt(action), at


def to_data(one: Judged) -> Iterator[tuple[Question, str, str]]:
    """What it can do of the questions about data."""
    for question in DATA:
        things = [each for each in one.things if about(question, each.thing, one.config)]
        for action in actions(question) if things else ():
            for thing in things:
                found = (one.asks(question, action, each) for each in thing.arns)
                at = next((each for each in found if each), None)
                if at:
                    yield question, f"{spelt(action)} on {thing.thing.name}", at


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


def about(question: Question, thing: Resource, config: Config) -> bool:
    """Whether a question about data is about this thing."""
    if thing.type not in question.kinds:
        return False
    told = config["things"].get(question.key, ())
    return (
        any(fnmatchcase(thing.urn, each) for each in question.things)
        or thing.name in told
        or (question.classified and _stays(thing, config))
    )


def _stays(thing: Resource, config: Config) -> bool:
    tag = thing.get("tags.data-classification")
    return tag in config["classifications"] and thing.get("tags.lifetime") not in _TRANSIENT
