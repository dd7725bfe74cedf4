"""Things with policies of their own, and what those say, as the evaluation wants it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from .documents import Principal, Statement
from .evaluation import Placed
from .resource import Resource, Stack
from .statements import placed
from .tokens import (
    BUCKET,
    BUCKET_POLICY,
    BUCKET_V2,
    EXTERNAL_KEY,
    IAM_ROLE,
    IAM_USER,
    KEY,
    KEY_GRANT,
    KEY_POLICY,
    MAIL_IDENTITY,
    MAIL_IDENTITY_POLICY,
    QUEUE,
    QUEUE_POLICY,
    REPLICA_KEY,
    SECRET,
    SECRET_POLICY,
    TABLE,
    TABLE_RESOURCE_POLICY,
    TOPIC,
    TOPIC_POLICY,
)
from .values import ABSENT, UNKNOWN, UndecidedError

KEYS: Final = (KEY, REPLICA_KEY, EXTERNAL_KEY)
OWN: Final[Mapping[str, str]] = {
    **dict.fromkeys((BUCKET, BUCKET_V2, QUEUE, SECRET, TOPIC, *KEYS), "policy"),
    IAM_ROLE: "assumeRolePolicy",
    TABLE: "",
    MAIL_IDENTITY: "",
}
"""Type → where its own policy stands; empty: only beside it."""
BESIDE: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    BUCKET_POLICY: ("bucket", (BUCKET, BUCKET_V2)),
    KEY_POLICY: ("keyId", KEYS),
    MAIL_IDENTITY_POLICY: ("emailIdentity", (MAIL_IDENTITY,)),
    QUEUE_POLICY: ("queueUrl", (QUEUE,)),
    SECRET_POLICY: ("secretArn", (SECRET,)),
    TABLE_RESOURCE_POLICY: ("resourceArn", (TABLE,)),
    TOPIC_POLICY: ("arn", (TOPIC,)),
}
"""Type of a policy beside a thing → which property names the thing, and its types."""
_KEYS_OF_NAMES: Final = ("id", "arn", "url", "name", "bucket", "keyId", "emailIdentity")
_DECIDES: Final = (*KEYS, IAM_ROLE)
_ARN: Final[Mapping[str, str]] = {
    BUCKET: "arn:*:s3:::{}",
    BUCKET_V2: "arn:*:s3:::{}",
    IAM_ROLE: "arn:*:iam::*:role/{}",
    IAM_USER: "arn:*:iam::*:user/{}",
    QUEUE: "arn:*:sqs:*:*:{}",
    SECRET: "arn:*:secretsmanager:*:*:secret:{}-??????",
    TABLE: "arn:*:dynamodb:*:*:table/{}",
    TOPIC: "arn:*:sns:*:*:{}",
    MAIL_IDENTITY: "arn:*:ses:*:*:identity/{}",
}
"""How an ARN is made of a name, where it is not known yet."""
_NAME: Final[Mapping[str, str]] = {
    BUCKET: "bucket",
    BUCKET_V2: "bucket",
    MAIL_IDENTITY: "emailIdentity",
}


@dataclass(frozen=True)
class Guarded:
    """One thing, its ARN, and the statements of its own policy."""

    thing: Resource
    arns: tuple[str, ...]
    """Patterns: itself, and what is in it. None while nothing of it is known."""
    statements: tuple[Placed, ...]
    decides: bool
    """Whether IAM asks its policy before any other: a key's, and a role's trust."""
    unknown: str | None = None
    """Where something is that can't be read before the deployment."""


def arns(thing: Resource) -> tuple[str, ...]:
    """Patterns of a thing's ARN and of what is in it; none where its name is not known."""
    found: Any = thing.get("arn")
    if not isinstance(found, str):
        name, form = thing.get(_NAME.get(thing.type, "name")), _ARN.get(thing.type)
        found = form.format(name) if form and isinstance(name, str) else None
    if not isinstance(found, str):
        return ()
    if thing.type == MAIL_IDENTITY:
        # Whoever may use an address may do without the domain's own identity.
        head, _, domain = found.rpartition("/")
        return (found, f"{head}/*@{domain}")
    return (found, f"{found}/*") if thing.type in {BUCKET, BUCKET_V2, TABLE} else (found,)


def guarded(stack: Stack, *kinds: str) -> list[Guarded]:
    """Every thing of these types with what speaks for it.

    Raises:
        DocumentError: a document can't be parsed.
    """
    return [stack.once(of, thing) for thing in stack.of(*kinds)]


def things_of(stack: Stack, guard: Resource) -> list[Resource]:
    """The things of the stack that a policy beside a thing is about."""
    prop, kinds = BESIDE[guard.type]
    return [each for each in stack.of(*kinds) if guard.refers_to(prop, each, *_KEYS_OF_NAMES)]


def of(stack: Stack, thing: Resource) -> Guarded:
    """One thing with what speaks for it.

    Raises:
        DocumentError: a document can't be parsed.
    """
    own, unknown = OWN[thing.type], None
    # A provider answers with an empty document where there is none.
    places = [(thing, own)] if own and thing.get(own) not in (ABSENT, "", {}) else []
    for kind, (prop, kinds) in BESIDE.items():
        if thing.type in kinds:
            places += [(one, "policy") for one in stack.naming(thing, kind, prop, *_KEYS_OF_NAMES)]
    found: list[Placed] = []
    for holder, path in places:
        try:
            found.extend(placed(holder, path))
        except UndecidedError as undecided:
            unknown = undecided.path
    if thing.type in KEYS:
        found.extend(_grants(stack, thing))
    decides = thing.type in _DECIDES and bool(found)
    return Guarded(thing, arns(thing), tuple(found), decides, unknown)


def _grants(stack: Stack, thing: Resource) -> Iterator[Placed]:
    """What grants on a key allow, as statements of its policy."""
    for grant in stack.naming(thing, KEY_GRANT, "keyId", "id", "arn", "keyId"):
        who, what = grant.get("granteePrincipal"), grant.get("operations")
        if isinstance(who, str) and isinstance(what, list) and UNKNOWN not in what:
            actions = tuple(f"kms:{each}" for each in what)
            statement = Statement(
                effect="allow",
                actions=actions,
                not_actions=(),
                principals=(Principal("AWS", who),),
                not_principals=(),
                resources=(),
                not_resources=(),
                conditions=(),
            )
            yield Placed(statement, f"{grant.name}, operations")
