"""The edge: origins, schemas and limits that are set and bound nothing."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pulumi_policy import Severity

from ..framework.predicates import Config
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule
from ..framework.tokens import (
    API_DOMAIN,
    API_MODEL,
    API_RESPONSE,
    BUCKET,
    BUCKET_V2,
    FUNCTION_URL,
    REST_API,
    REST_API_PUT,
)
from ..framework.values import ABSENT, UNKNOWN, UndecidedError
from .gateway_documents import CALLED

_ORIGIN: Final = "access-control-allow-origin"
_LISTS: Final[Mapping[str, str]] = {
    BUCKET: "corsRules[].allowedOrigins[]",
    BUCKET_V2: "corsRules[].allowedOrigins[]",
    FUNCTION_URL: "cors.allowOrigins[]",
}
_BODIES: Final = (REST_API, REST_API_PUT)


def _origins(holder: Resource) -> Iterator[tuple[str, Any]]:
    """Every origin that a resource lets read its answers, with its place."""
    if holder.type in _LISTS:
        yield from holder.each_known(_LISTS[holder.type])
    elif holder.type == API_RESPONSE:
        yield from _headers(holder.known("responseParameters", {}), "responseParameters")
    else:
        yield from _headers(holder.parsed("body"), "body")


def _headers(value: Any, at: str) -> Iterator[tuple[str, Any]]:
    """The origins in a document, however deep: a header's name may end in another part's."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if str(key).lower().endswith(_ORIGIN) and isinstance(inner, str):
                yield f"{at}.{key}", inner.strip("'\"")
            else:
                yield from _headers(inner, f"{at}.{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _headers(inner, f"{at}[{index}]")
    elif value is UNKNOWN:
        raise UndecidedError(at)


def _is_one_of_ours(stack: Stack, holder: Resource, config: Config) -> Iterator[Finding]:
    ours = {
        *config["origins"],
        *(f"https://{each.get('domainName')}" for each in stack.of(API_DOMAIN)),
    }
    for at, origin in _origins(holder):
        if origin is not ABSENT and origin not in ours:
            yield Finding(
                f"{at}: Name an https origin of a domain of this stack, or list it in the rule's "
                "origins: *, null, a pattern or the caller's own let any page read the answer."
            )


ORIGINS: Final = Rule(
    number="14b",
    name="cors-origins-ours",
    description="Only pages of ours may read an answer in somebody's browser.",
    severity=Severity.HIGH,
    pci=("6.2.4",),
    subjects=(*_LISTS, API_RESPONSE, *_BODIES),
    stack=_is_one_of_ours,
    watches={
        **{kind: {path: ()} for kind, path in _LISTS.items()},
        API_RESPONSE: {"responseParameters": ()},
        **{kind: {"body": CALLED} for kind in _BODIES},
    },
    config={"origins": []},
)

_SAYS_NOTHING: Final = frozenset({"$schema", "$id", "id", "title", "description", "$comment"})


def _takes_not_anything(model: Resource, _config: Config) -> Iterator[Finding]:
    schema = model.parsed("schema")
    bounds = {key: value for key, value in schema.items() if key not in _SAYS_NOTHING}
    if not any(value not in ({}, [], None, True) for value in bounds.values()):
        yield Finding(
            "schema: It takes anything: say at least which type a body has, and what it must hold."
        )


MODELS: Final = Rule(
    number="10b",
    name="apigw-model-bounds",
    description="A model that requests are held against refuses some.",
    severity=Severity.MEDIUM,
    pci=(),
    unreviewed_controls=("6.2.4",),
    types=(API_MODEL,),
    check=_takes_not_anything,
    watches={API_MODEL: {"schema": ()}},
)

RULES: Final = (ORIGINS, MODELS)
