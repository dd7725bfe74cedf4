"""One identity with everything that has a say on what it does, and whether it may do something."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from ..framework.accounts import pinned
from ..framework.attachments import held
from ..framework.evaluation import Caller, Placed, Policies, Request, path
from ..framework.globs import within
from ..framework.guarded import OWN, guarded
from ..framework.predicates import Config
from ..framework.resource import Resource, Stack
from ..framework.statements import placed
from ..framework.tokens import IAM_POLICY, IAM_ROLE, IAM_USER
from ._questions import Question

GUARDS: Final = tuple(kind for kind in OWN if kind != IAM_ROLE)
"""Things with policies of their own, roles apart, which trust."""
_KINDS: Final[Mapping[str, str]] = {IAM_ROLE: "role", IAM_USER: "user"}


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
    return Judged(identity, holder, stack, config), unknown


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
