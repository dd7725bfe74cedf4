"""What names, tags and origins say of data, against what the pack is told of it."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, Final

from pulumi_policy import Severity

from ..framework.documents import DocumentError, Statement
from ..framework.predicates import Config
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule
from ..framework.statements import statements
from ..framework.tokens import (
    API_MODEL,
    BUCKET,
    BUCKET_V2,
    FUNCTION,
    IAM_ROLE,
    LOG_GROUP,
    QUEUE,
    ROLE_POLICY,
    SECRET,
    TABLE,
    TOPIC,
    TOPIC_SUBSCRIPTION,
    USER_POOL,
)
from ..framework.values import ABSENT, UNKNOWN, UndecidedError
from .dead_letters import sources_of
from .tables import CARD_DATA, card_data

_CLASS: Final = "data-classification"
_ORDER: Final = ("public", "internal", "confidential", "restricted")
_NAMES: Final[Mapping[str, str]] = {
    BUCKET: "bucket", BUCKET_V2: "bucket", LOG_GROUP: "name", QUEUE: "name", SECRET: "name",
    TABLE: "name", TOPIC: "name",
}  # fmt: skip
"""Type of what holds data → its physical name."""


def _named(resource: Resource) -> Iterator[tuple[str, Any]]:
    """Every name that says what is in it, with its place."""
    if resource.type in _NAMES:
        yield _NAMES[resource.type], resource.get(_NAMES[resource.type])
    if resource.type == USER_POOL:
        yield from resource.each("schemas[].name")
    if resource.type == API_MODEL:
        yield from _properties(resource.parsed("schema"), "schema")
    tags = resource.get("tags")
    for key, value in tags.items() if isinstance(tags, Mapping) else ():
        yield f"tags.{key}", key
        yield f"tags.{key}", value


def _properties(schema: Any, at: str) -> Iterator[tuple[str, Any]]:
    if isinstance(schema, Mapping):
        properties = schema.get("properties")
        for name in properties if isinstance(properties, Mapping) else ():
            yield f"{at}.properties", name
        for key, inner in schema.items():
            yield from _properties(inner, f"{at}.{key}")
    elif isinstance(schema, list):
        for inner in schema:
            yield from _properties(inner, at)


def _names_no_card_data(resource: Resource, config: Config) -> Iterator[Finding]:
    for at, name in _named(resource):
        if name in (ABSENT, UNKNOWN) or name in config["allowed"]:
            continue
        if card_data(name, config["names"]):
            yield Finding(
                f"{at}: It says that card data is here: keep it with the PSP and store its token, "
                "or list a name that means something else in the rule's allowed."
            )


NO_CARD_DATA_BY_NAME: Final = Rule(
    number="61b",
    name="no-card-data-by-name",
    description="Nothing that holds data is named, tagged or described as card data.",
    severity=Severity.HIGH,
    pci=(),
    unreviewed_controls=("3.3.1", "3.5.1"),
    types=(*_NAMES, USER_POOL, API_MODEL),
    check=_names_no_card_data,
    # A physical name may be unknown before the deployment, and is then judged after it.
    watches={
        API_MODEL: {"schema": ()},
        BUCKET: {"bucket": ()},
        BUCKET_V2: {"bucket": ()},
        # Of other tags no rule asks more than that they are there.
        SECRET: {"tags.rotation": (), "tags.max-age-days": ()},
        USER_POOL: {"schemas[].name": ()},
    },
    config={"names": CARD_DATA, "allowed": []},
)


def _class(resource: Resource) -> int | None:
    """How much its data is worth by its tag; `None` where the tag says nothing that is known."""
    for path in ("tags", "tagsAll"):
        tags = resource.get(path)
        value = tags.get(_CLASS) if isinstance(tags, Mapping) else None
        if value in _ORDER:
            return _ORDER.index(value)
    return None


def _below(resource: Resource, wanted: int) -> bool:
    mine = _class(resource)
    return mine is not None and mine < wanted


_PERSONAL: Final = [
    "address", "birthday", "birthdate", "email", "iban", "mail", "passport", "password", "phone",
    "sealed", "secret", "ssn", "taxid", "token",
]  # fmt: skip


def _agrees(stack: Stack, holder: Resource, config: Config) -> Iterator[Finding]:
    least = config["least"].get(holder.type)
    if least in _ORDER and _below(holder, _ORDER.index(least)):
        yield Finding(f"tags.{_CLASS}: Set it to {least} or above: so is what this holds.")
    confidential = _ORDER.index("confidential")
    if holder.type == TABLE and _below(holder, confidential):
        for at, name in holder.each("attributes[].name"):
            if name is not UNKNOWN and card_data(name, config["personal"]):
                yield Finding(
                    f"tags.{_CLASS}: {at} names what belongs to a person: set it to confidential "
                    "or above."
                )
    for origin in _origins(stack, holder):
        worth = _class(origin)
        if worth is not None and _below(holder, worth):
            yield Finding(
                f"tags.{_CLASS}: Set it to {_ORDER[worth]} or above: {origin.name} puts its own "
                "data here."
            )
    if _class(holder) == _ORDER.index("public"):
        for function in _writers(stack, holder):
            if not _below(function, confidential) and _class(function) is not None:
                yield Finding(
                    f"tags.{_CLASS}: {function.name} holds more than public data and may write "
                    "here: raise the class, or take the right away."
                )


def _origins(stack: Stack, holder: Resource) -> Iterator[Resource]:
    """What hands its own messages on to this one, as they are."""
    if holder.type == QUEUE:
        # A redrive policy that nobody can read is another rule's to report.
        with suppress(DocumentError, UndecidedError):
            yield from sources_of(stack, holder)
    for each in stack.of(TOPIC_SUBSCRIPTION):
        if holder.type == QUEUE and each.refers_to("endpoint", holder, "arn", "name"):
            yield from (one for one in stack.of(TOPIC) if each.refers_to("topic", one))


_WRITES: Final[Mapping[str, tuple[str, ...]]] = {
    BUCKET: ("s3:PutObject",),
    BUCKET_V2: ("s3:PutObject",),
    QUEUE: ("sqs:SendMessage",),
    TABLE: ("dynamodb:PutItem", "dynamodb:UpdateItem"),
    TOPIC: ("sns:Publish",),
}


def _writers(stack: Stack, holder: Resource) -> Iterator[Resource]:
    """The functions whose role has a policy of its own that lets them write here."""
    for policy in stack.of(ROLE_POLICY):
        if not any(_writes(each, holder) for each in statements(policy, "policy")):
            continue
        for role in stack.of(IAM_ROLE):
            if policy.refers_to("role", role, "id", "name", "arn"):
                yield from stack.naming(role, FUNCTION, "role", "arn", "name")


def _writes(statement: Statement, holder: Resource) -> bool:
    name = holder.get(_NAMES[holder.type])
    return (
        statement.allows
        and any(statement.touches(action) for action in _WRITES[holder.type])
        and any(
            "*" in (each, each.rpartition(":")[2]) or _about(each, name)
            for each in statement.resources
        )
    )


def _about(arn: str, name: Any) -> bool:
    last = arn.rpartition(":")[2].removesuffix("/*")
    return isinstance(name, str) and last.rpartition("/")[2] == name


CLASSES_AGREE: Final = Rule(
    number="0.4b",
    name="data-classes-agree",
    description="What a tag says of data is what names, types and origins say of it.",
    severity=Severity.MEDIUM,
    pci=(),
    unreviewed_controls=("3.2.1", "9.4.2"),
    subjects=(*_WRITES, SECRET, USER_POOL),
    stack=_agrees,
    watches={TABLE: {"attributes[].name": ()}},
    config={
        "least": {SECRET: "confidential", USER_POOL: "confidential"},
        "personal": _PERSONAL,
    },
)

RULES: Final = (NO_CARD_DATA_BY_NAME, CLASSES_AGREE)
