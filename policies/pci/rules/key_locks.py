"""Our own keys refuse what is nobody's work, whatever IAM would allow."""

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Final, NamedTuple

from pulumi_policy import Severity

from ..framework.conditions import Context
from ..framework.denials import denies_request
from ..framework.documents import Statement
from ..framework.guarded import KEYS, of
from ..framework.predicates import Config
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule
from ..framework.tokens import IAM_ROLE, KEY_POLICY
from ..framework.values import UndecidedError
from ._callers import NOBODY, SOMEBODY, WHO, callers, written
from ._key_locks import LOCKS, SOME, Lock, Use
from ._questions import lists_of


class _Asked(NamedTuple):
    """A request that nobody of ours has to make."""

    action: str
    context: Context
    say: str


def _is_locked(stack: Stack, key: Resource, config: Config) -> Iterator[Finding]:
    for lock in LOCKS:
        if key.name in config["things"].get(lock.key, ()) or any(
            fnmatchcase(key.urn, each) for each in lock.things
        ):
            yield from _open(stack, key, lock, config)


def _open(stack: Stack, key: Resource, lock: Lock, config: Config) -> Iterator[Finding]:
    own = of(stack, key)
    if own.unknown:
        raise UndecidedError(own.unknown)
    said = [each.statement for each in own.statements if each.statement.effect == "deny"]
    name = key.get("arn").rpartition(":")[2] if isinstance(key.get("arn"), str) else ""
    found: dict[str, None] = {}
    for use in lock.uses:
        for one in _asked(stack, lock, use, said, config):
            if not any(denies_request(each, key, name, one.action, one.context) for each in said):
                found[one.say] = None
    yield from (
        Finding(f"The key's policy lets pass {each}: deny it to everybody.") for each in found
    )


def _asked(
    stack: Stack, lock: Lock, use: Use, said: Sequence[Statement], config: Config
) -> Iterator[_Asked]:
    """Each request that differs from one that is somebody's work by one thing."""
    mine, others = callers(stack, use.question, said, config)
    good: dict[str, str | None] = {k: "x" if v == (SOME,) else v[0] for k, v in use.context.items()}
    for who in mine[:1] or (NOBODY,):
        for action in lock.never:
            yield _Asked(action, {**good, WHO: who}, action)
        for key, allowed in use.context.items():
            for value in _values(key, allowed, said):
                changed = {**good, key: value, WHO: who}
                if not any(_works(each, use.action, changed) for each in lock.uses):
                    what = "no" if value is None else "another"
                    yield _Asked(use.action, changed, f"{use.action} with {what} {key}")
    for nobody in filter(_of_the_stack, others) if use.people else others:
        for purpose in _each(use, good):
            say = f"{use.action} by whoever is not in the holders of {use.question.key}"
            yield _Asked(use.action, {**purpose, WHO: nobody}, say)


def _of_the_stack(who: str | None) -> bool:
    """Whether a caller is, or is called nearly as, a role of the stack."""
    return who is not None and "*" not in who and who.rpartition("/")[2] != SOMEBODY


def _each(use: Use, good: Mapping[str, str | None]) -> Iterator[Mapping[str, str | None]]:
    """The work itself, once with each value that it may have."""
    for key, allowed in use.context.items():
        yield from ({**good, key: each} for each in allowed if each != SOME)


def _works(use: Use, action: str, context: Context) -> bool:
    return use.action == action and all(
        context.get(key) and (allowed == (SOME,) or context[key] in allowed)
        for key, allowed in use.context.items()
    )


def _values(key: str, allowed: tuple[str, ...], said: Sequence[Statement]) -> Iterator[str | None]:
    """What the key of a request should not be: nothing, something else, something near."""
    yield None
    if allowed == (SOME,):
        yield ""
        return
    yield from ("somebody's", *(near for each in allowed for near in (f"{each}x", each[:-1])))
    yield from written(key, said)


KEY_LOCKED: Final = Rule(
    number="72b",
    name="key-use-locked",
    description=(
        "The keys of what is sealed, of messages and of what signs deny every use but each one's "
        "own work."
    ),
    severity=Severity.CRITICAL,
    pci=("3.6.1.3", "7.2.2"),
    subjects=KEYS,
    stack=_is_locked,
    watches={
        **{kind: {"policy": (IAM_ROLE,)} for kind in KEYS},
        KEY_POLICY: {"policy": (IAM_ROLE, *KEYS), "keyId": KEYS},
    },
    config={"holders": {}, "things": {}},
    schema=lists_of(
        {
            "holders": [use.question.key for lock in LOCKS for use in lock.uses],
            "things": [lock.key for lock in LOCKS],
        }
    ),
)
"""`holders`: question → logical names of more who may; `things`: lock → logical names of keys."""

RULES: Final = (KEY_LOCKED,)
