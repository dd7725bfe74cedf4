"""How the parts of an API Gateway belong together."""

from typing import Final

from ..framework.resource import Resource, Stack
from ..framework.tokens import API_METHOD_SETTINGS, API_RESOURCE, REST_API

_DEEPEST: Final = 30
"""Parts of a path; a longer chain of parents would be a circle."""


def same_api(one: Resource, other: Resource) -> bool:
    """Whether both are parts of one REST API: made of it, or with the same known id."""
    mine, its = ({each.urn for each in part.made_of("restApi", REST_API)} for part in (one, other))
    named = one.get("restApi")
    return bool(mine & its) or (isinstance(named, str) and named == other.get("restApi"))


def settings_of(stack: Stack, stage: Resource) -> list[Resource]:
    """The method settings of a stage."""
    return [
        each
        for each in stack.naming(stage, API_METHOD_SETTINGS, "stageName", "stageName")
        if same_api(each, stage)
    ]


def call_of(method: Resource) -> str:
    """What a caller writes, for example `GET /v1/health`; empty where that can't be seen.

    It is read from the edges, as the ids of paths are unknown before a deployment.
    """
    verb, parts = method.get("httpMethod"), list[str]()
    here, prop = method, "resourceId"
    for _ in range(_DEEPEST):
        above = here.made_of(prop, API_RESOURCE, REST_API)
        if len(above) != 1:
            break
        here, prop = above[0], "parentId"
        if here.type == REST_API:
            return f"{verb} /{'/'.join(reversed(parts))}"
        parts.append(str(here.get("pathPart")))
    return ""
