"""What identities can really do, with everything that has a say, and whether they should."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Final, NamedTuple

from pulumi_policy import Severity

from ..framework.accounts import pinned
from ..framework.actions import forms, spelt
from ..framework.attachments import ATTACHED, IDENTITIES, NAMING, WATCHED, held
from ..framework.documents import Statement, matches
from ..framework.evaluation import Caller, Placed, Policies, Request, may_cover, path
from ..framework.globs import opened, overlap, within
from ..framework.guarded import BESIDE, KEYS, OWN, Guarded, arns, guarded, of
from ..framework.predicates import Config
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule, Watched
from ..framework.statements import placed
from ..framework.tokens import (
    BUCKET,
    BUCKET_POLICY,
    BUCKET_V2,
    IAM_POLICY,
    IAM_ROLE,
    IAM_USER,
    KEY_GRANT,
    KEY_POLICY,
    MAIL_IDENTITY,
    MAIL_IDENTITY_POLICY,
    OIDC_PROVIDER,
    QUEUE,
    QUEUE_POLICY,
    SECRET,
    SECRET_POLICY,
    TABLE,
    TABLE_RESOURCE_POLICY,
    TOPIC,
    TOPIC_POLICY,
    TRAIL,
)
from ..framework.values import UndecidedError
from ._questions import CONTROL, DATA, Question, about_anything, actions
from .iam_documents import WRITTEN

_TRANSIENT: Final = ("transient", "idempotency")
_KINDS: Final[Mapping[str, str]] = {IAM_ROLE: "role", IAM_USER: "user"}
_ROLES: Final = ("roles", "passed")
_GRANT: Final = "kms:creategrant"


class Judged(NamedTuple):
    """One identity with everything that has a say on what it does."""

    identity: Resource
    caller: Caller
    own: tuple[Placed, ...]
    boundary: tuple[Placed, ...] | None
    things: tuple[Guarded, ...]
    """Those of the stack, but its roles."""
    stack: Stack
    config: Config

    def asks(self, question: Question, action: str, resource: str) -> str | None:
        """Where it stands that it may do this; none where it may not."""
        every = guarded(self.stack, IAM_ROLE) if question.key == "roles" else self.things
        near = [one for one in every if any(within(resource, each) for each in one.arns)]
        policies = Policies(
            identity=self.own,
            boundary=self.boundary,
            resource=tuple(each for one in near for each in one.statements),
            decides=any(one.decides for one in near),
        )
        context = {**_known(self.caller), **question.context}
        return path(Request(self.caller, action, resource, context), policies)


def _known(caller: Caller) -> Mapping[str, str]:
    """What a request of this caller is sure to carry."""
    found = {"aws:principalarn": caller.arn, "aws:principalaccount": caller.account}
    return {key: value for key, value in found.items() if "*" not in value}


@lru_cache(maxsize=8192)
def _controls(statement: Statement) -> tuple[str, ...]:
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


def _may(question: Question, who: str, urn: str, config: Config) -> bool:
    """Whether somebody is among the holders: of ours, or of the rule's settings."""
    mine = config["holders"].get(question.key, ())
    return any(fnmatchcase(urn, each) for each in question.holders) or who in mine


def _everywhere(one: Judged) -> Iterator[tuple[Question, str, str]]:
    """What it can do of the questions about anything: question, action, place."""
    for each in one.own:
        for action in _controls(each.statement):
            question = about_anything()[action]
            for resource in _reached(each.statement, action):
                at = one.asks(question, action, resource)
                if at and not _harmless(one, question, resource):
                    yield question, spelt(action), at
                    break
    for thing in one.things:
        for each in thing.statements:
            for action in _managing(each.statement, thing.thing):
                question = about_anything()[action]
                for resource in thing.arns[:1]:
                    at = one.asks(question, action, resource)
                    if at == each.at:
                        yield question, spelt(action), at


def _managing(statement: Statement, thing: Resource) -> tuple[str, ...]:
    """What a thing's own policy allows of the questions about anything."""
    found = _controls(statement)
    # Who manages a key by its policy is rule 72's.
    return tuple(each for each in found if each == _GRANT) if thing.type in KEYS else found


def _harmless(one: Judged, question: Question, resource: str) -> bool:
    """Whether a role that is taken or passed is one that the program may use."""
    if question.key not in _ROLES:
        return False
    if resource in one.config["roles"]:
        return True
    if question.key != "passed":
        return False
    mine = [each for each in one.stack.of(IAM_ROLE) if resource in arns(each)]
    # Who may hand on a role of ours has what the role has.
    return bool(mine) and not any(
        _may(each, role.name, role.urn, one.config)
        and not _may(each, one.identity.name, one.identity.urn, one.config)
        for each in (*CONTROL, *DATA)
        for role in mine
    )


def _about(question: Question, thing: Resource, config: Config) -> bool:
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


def _to_data(one: Judged) -> Iterator[tuple[Question, str, str]]:
    """What it can do of the questions about data."""
    for question in DATA:
        things = [each for each in one.things if _about(question, each.thing, one.config)]
        for action in actions(question) if things else ():
            for thing in things:
                found = (one.asks(question, action, each) for each in thing.arns)
                at = next((each for each in found if each), None)
                if at:
                    yield question, f"{spelt(action)} on {thing.thing.name}", at


def _judged(stack: Stack, identity: Resource, config: Config) -> tuple[Judged, str | None]:
    unknown = None
    if identity.type == IAM_POLICY:
        own = tuple(placed(identity, "policy"))
    else:
        found = held(stack, identity)
        own, unknown = tuple(found.placed), found.unknown
    things = tuple(guarded(stack, *_GUARDS))
    accounts = pinned(identity)
    account = accounts[0] if len(accounts) == 1 else "*"
    kind, name = _KINDS.get(identity.type, "group"), identity.get("name")
    arn = identity.get("arn")
    if not isinstance(arn, str):
        arn = f"arn:*:iam::{account}:{kind}/{name if isinstance(name, str) else '*'}"
    account = arn.split(":")[4] if arn.count(":") > 4 else account  # noqa: PLR2004 - an ARN's
    boundary = _boundary(stack, identity)
    caller = Caller(arn, account)
    return Judged(identity, caller, own, boundary, things, stack, config), unknown


def _boundary(stack: Stack, identity: Resource) -> tuple[Placed, ...] | None:
    """The statements that cap an identity; one of another stack is not counted on."""
    prop = "permissionsBoundary"
    value = identity.get(prop)
    made = identity.made_of(prop, IAM_POLICY)
    caps = made or [each for each in stack.of(IAM_POLICY) if each.is_named(value, "arn", "name")]
    return tuple(each for cap in caps for each in placed(cap, "policy")) if caps else None


def _unattached(stack: Stack, policy: Resource) -> bool:
    """Whether nobody of the stack holds a policy, so that it is judged by itself."""
    bounds = [(IAM_ROLE, "permissionsBoundary"), (IAM_USER, "permissionsBoundary")]
    for kind, where in [*ATTACHED.items(), *bounds]:
        for each in stack.of(kind):
            texts = (value for _, value in each.each(where))
            if policy in each.made_of(where.removesuffix("[]")) or any(
                policy.is_named(text, "arn", "name") for text in texts
            ):
                return False
    return True


def _does_only_its_work(stack: Stack, subject: Resource, config: Config) -> Iterator[Finding]:
    if subject.type in _GUARDS:
        yield from _lets_in(stack, subject, config)
        return
    if subject.type == IAM_POLICY and not _unattached(stack, subject):
        return
    one, unknown = _judged(stack, subject, config)
    found: dict[str, tuple[Question, list[str], str]] = {}
    for question, action, at in (*_everywhere(one), *_to_data(one)):
        if not _may(question, subject.name, subject.urn, config):
            found.setdefault(question.key, (question, [], at))[1].append(action)
    if subject.type == IAM_ROLE:
        yield from _takers(stack, subject, config)
    for question, done, at in found.values():
        yield Finding(_message("It", question, done, at, subject.name))
    if unknown:
        raise UndecidedError(unknown)


def _message(who: str, question: Question, done: list[str], at: str, name: str) -> str:
    every = list(dict.fromkeys(done))
    some = ", ".join(every[:3]) + " and more" * (len(every) > 3)  # noqa: PLR2004 - as many as named
    allows = "" if question.key not in _ROLES else ", or list the role's ARN in its roles"
    return (
        f"{who} can {question.say} ({some}) by {at}: take it out, or name {name} "
        f"in the rule's holders at {question.key}{allows}."
    )


def _takers(stack: Stack, role: Resource, config: Config) -> Iterator[Finding]:
    """Identities of the stack that a role lets in by their names."""
    question = next(each for each in CONTROL if each.key == "roles")
    for each in of(stack, role).statements:
        named = {one.name for one in each.statement.principals if one.kind == "AWS"}
        for taker in stack.of(IAM_ROLE, IAM_USER) if each.statement.allows else ():
            mine = [arn for arn in arns(taker) if any(overlap(arn, name) for name in named)]
            if mine and taker != role and not _may(question, taker.name, taker.urn, config):
                one, _ = _judged(stack, taker, config)
                if any(one.asks(question, "sts:assumerole", arn) for arn in arns(role)):
                    yield Finding(
                        _message(taker.name, question, ["sts:AssumeRole"], each.at, taker.name)
                    )


_GUARDS: Final = tuple(kind for kind in OWN if kind != IAM_ROLE)


def _lets_in(stack: Stack, thing: Resource, config: Config) -> Iterator[Finding]:
    """Whoever is not of the stack, whom a thing's own policy lets in."""
    for each in of(stack, thing).statements:
        for question, done in _opened(each.statement, thing, config):
            for who in _strangers(stack, each.statement):
                if who not in config["holders"].get(question.key, ()):
                    yield Finding(
                        _message("Somebody else", question, done, each.at, "the principal")
                    )
                    break


def _opened(
    statement: Statement, thing: Resource, config: Config
) -> Iterator[tuple[Question, list[str]]]:
    found: dict[str, tuple[Question, list[str]]] = {}
    for action in _managing(statement, thing):
        question = about_anything()[action]
        found.setdefault(question.key, (question, []))[1].append(spelt(action))
    for question in DATA if statement.allows else ():
        if _about(question, thing, config):
            done = [spelt(each) for each in actions(question) if statement.touches(each)]
            if done:
                found[question.key] = (question, done)
    yield from found.values()


def _strangers(stack: Stack, statement: Statement) -> Iterator[str]:
    """Names of principals that are neither of the stack nor an account, which IAM decides for."""
    mine = [arn for each in stack.of(IAM_ROLE, IAM_USER) for arn in arns(each)]
    for each in statement.principals:
        account = each.name.isdigit() or each.name.endswith(":root")
        if not account and not any(overlap(arn, each.name) for arn in mine):
            yield each.name
    if statement.not_principals:
        yield "*"


_BUCKETS: Final = (BUCKET, BUCKET_V2, TRAIL, IAM_ROLE)
_NAMED: Final[Mapping[str, tuple[str, ...]]] = {
    BUCKET: _BUCKETS,
    BUCKET_V2: _BUCKETS,
    BUCKET_POLICY: _BUCKETS,
    **dict.fromkeys(KEYS, (IAM_ROLE,)),
    KEY_POLICY: (IAM_ROLE, *KEYS),
    IAM_ROLE: (IAM_ROLE, IAM_USER, OIDC_PROVIDER),
    MAIL_IDENTITY_POLICY: (MAIL_IDENTITY,),
    QUEUE: (QUEUE, TOPIC),
    QUEUE_POLICY: (QUEUE, TOPIC),
    SECRET: (SECRET,),
    SECRET_POLICY: (SECRET,),
    TABLE_RESOURCE_POLICY: (TABLE,),
    TOPIC: (QUEUE, TOPIC),
    TOPIC_POLICY: (QUEUE, TOPIC),
}
"""Whose ARNs stand in a thing's own policy."""
_READ: Final[tuple[Mapping[str, Watched], ...]] = (
    WRITTEN,
    WATCHED,
    NAMING,
    {kind: {path: _NAMED[kind]} for kind, path in OWN.items() if path},
    {kind: {prop: kinds, "policy": _NAMED[kind]} for kind, (prop, kinds) in BESIDE.items()},
    {kind: {"permissionsBoundary": (IAM_POLICY,)} for kind in (IAM_ROLE, IAM_USER)},
    {KEY_GRANT: {"granteePrincipal": (IAM_ROLE,), "operations[]": (), "keyId": KEYS}},
)
_WATCHES: Final[dict[str, Watched]] = {
    kind: {path: made for part in _READ for path, made in part.get(kind, {}).items()}
    for kind in dict.fromkeys(kind for part in _READ for kind in part)
}

IAM_EFFECTS: Final = Rule(
    number="93.1",
    name="iam-effects",
    description=(
        "Nobody undoes a protection, changes what runs or reaches the ledger's data but who is "
        "named for it, whatever documents together would let them."
    ),
    severity=Severity.CRITICAL,
    pci=("7.2.2", "7.2.5"),
    unreviewed_controls=("10.3.2", "3.7.5"),
    subjects=(*IDENTITIES, IAM_POLICY, *_GUARDS),
    stack=_does_only_its_work,
    watches=_WATCHES,
    config={
        "holders": {},
        "things": {},
        "classifications": ["confidential", "restricted"],
        "roles": [],
    },
)
"""`holders`: question → logical names (or, of somebody else's, ARNs) of who may; `things`:
question → logical names of what it is about, beside Tillstack's own. `roles`: ARNs of roles of
others that may be taken or passed."""

RULES: Final = (IAM_EFFECTS,)
