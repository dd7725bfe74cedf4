"""Nobody does more than is its work: what identities can do, and whether they should."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pulumi_policy import Severity

from ..framework.actions import spelt
from ..framework.attachments import ATTACHED, IDENTITIES, NAMING, WATCHED
from ..framework.documents import Statement
from ..framework.evaluation import Placed
from ..framework.globs import overlap
from ..framework.guarded import BESIDE, KEYS, OWN, arns, of, things_of
from ..framework.predicates import Config
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule, together
from ..framework.statements import placed
from ..framework.tokens import (
    BUCKET,
    BUCKET_POLICY,
    BUCKET_V2,
    IAM_POLICY,
    IAM_ROLE,
    IAM_USER,
    IDENTITY_POOL,
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
from ._effects import ROLES, Told, about, everywhere, managing, may, to_data
from ._judged import GUARDS, judged
from ._questions import DATA, Question, actions, lists_of
from .iam_documents import WRITTEN
from .rights import CONTROL, about_anything


def _does_only_its_work(stack: Stack, subject: Resource, config: Config) -> Iterator[Finding]:
    if subject.type in GUARDS:
        yield from _lets_in(stack, subject, of(stack, subject).statements, config)
        return
    if subject.type in BESIDE:
        if not things_of(stack, subject):
            yield from _lets_in(stack, subject, placed(subject, "policy"), config)
        return
    if subject.type == IAM_POLICY and not _unattached(stack, subject):
        return
    one, unknown = judged(stack, subject, config)
    found: dict[str, tuple[Question, list[str], str]] = {}
    for question, action, at in (*everywhere(one), *to_data(one)):
        if not may(question, subject.name, subject.urn, config):
            found.setdefault(question.key, (question, [], at))[1].append(action)
    if subject.type == IAM_ROLE:
        yield from _takers(stack, subject, config)
    for question, done, at in found.values():
        yield Finding(_message("It", question, done, at, subject.name))
    if unknown:
        raise UndecidedError(unknown)


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


def _message(who: str, question: Question, done: list[str], at: str, name: str) -> str:
    every = list(dict.fromkeys(done))
    some = ", ".join(every[:3]) + " and more" * (len(every) > 3)  # noqa: PLR2004 - as many as named
    allows = "" if question.key not in ROLES else ", or list the role's ARN in its roles"
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
            if mine and taker != role and not may(question, taker.name, taker.urn, config):
                one, _ = judged(stack, taker, config)
                if any(one.asks(question, "sts:assumerole", arn) for arn in arns(role)):
                    yield Finding(
                        _message(taker.name, question, ["sts:AssumeRole"], each.at, taker.name)
                    )


def _lets_in(
    stack: Stack, thing: Resource, statements: Iterable[Placed], config: Config
) -> Iterator[Finding]:
    """Whoever is not of the stack, whom a thing's own policy lets in."""
    for each in statements:
        for question, done in _opened(each.statement, thing, config):
            may_not = set(_strangers(stack, each.statement)) - {
                *config["holders"].get(question.key, ())
            }
            if may_not:
                yield Finding(_message("Somebody else", question, done, each.at, "the principal"))


def _opened(
    statement: Statement, thing: Resource, config: Config
) -> Iterator[tuple[Question, list[str]]]:
    found: dict[str, tuple[Question, list[str]]] = {}
    for action in managing(statement, thing):
        question = about_anything()[action]
        found.setdefault(question.key, (question, []))[1].append(spelt(action))
    for question in DATA if statement.allows else ():
        if about(question, thing, Told.by(config)):
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
    IAM_ROLE: (IAM_ROLE, IAM_USER, IDENTITY_POOL, OIDC_PROVIDER),
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
_WATCHES: Final = together(
    WRITTEN,
    WATCHED,
    NAMING,
    {kind: {path: _NAMED[kind]} for kind, path in OWN.items() if path},
    {kind: {prop: kinds, "policy": _NAMED[kind]} for kind, (prop, kinds) in BESIDE.items()},
    {kind: {"permissionsBoundary": (IAM_POLICY,)} for kind in (IAM_ROLE, IAM_USER)},
    {KEY_GRANT: {"granteePrincipal": (IAM_ROLE,), "operations[]": (), "keyId": KEYS}},
)

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
    subjects=(*IDENTITIES, IAM_POLICY, *GUARDS, *BESIDE),
    stack=_does_only_its_work,
    watches=_WATCHES,
    config={
        "holders": {},
        "things": {},
        "classifications": ["confidential", "restricted"],
        "roles": [],
    },
    schema=lists_of(
        {
            key: [each.key for each in some]
            for key, some in (("holders", (*CONTROL, *DATA)), ("things", DATA))
        }
    ),
)
"""`holders`: question → logical names (or, of somebody else's, ARNs) of who may; `things`:
question → logical names of what it is about, beside Tillstack's own. `roles`: ARNs of roles of
others that may be taken or passed."""

RULES: Final = (IAM_EFFECTS,)
