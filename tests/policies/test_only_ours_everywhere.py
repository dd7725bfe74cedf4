"""Every text that the provider's types take is read: the SDK's own classes name them, not we."""

import json
import types
from collections.abc import Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, Final, Union, get_args, get_origin

import pulumi
import pytest
from pulumi import _types

from local.resources.sdk_types import inputs_class
from policies.pci.framework.accounts import SETTINGS
from policies.pci.framework.resource import Resource
from policies.pci.platform import KNOWN_TYPES
from policies.pci.rules.identity_bounds import PAGES
from policies.pci.rules.only_ours import only_ours
from policy_proof.resources import TODAY
from tests.policies.pci.worlds import OURS, STRANGE, World

RULE: Final = only_ours(TODAY)
DEPTH: Final = 8
"""Types that nest in themselves (a firewall's statements) are entered so far."""
READ_BY_PEOPLE: Final = {
    "comment",
    "description",
    "displayName",
    "externalDocs",
    "summary",
    "tags",
    "tagsAll",
    "title",
}


def slots(hint: Any, value: str, depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Each text of a type: its path, and a value of the type that has `value` there alone."""
    if hint is str:
        yield "", value
    elif _types.is_input_type(hint):
        for key, inner in _types.input_type_types(hint).items() if depth < DEPTH else ():
            for path, found in slots(inner, value, depth + 1):
                yield f".{key}{path}", {key: found}
    else:
        yield from _generic(get_origin(hint), get_args(hint), value, depth)


def _generic(
    origin: Any, parts: tuple[Any, ...], value: str, depth: int
) -> Iterator[tuple[str, Any]]:
    if origin in {Union, types.UnionType, pulumi.Output}:
        seen = set()
        for part in parts:
            for path, found in slots(part, value, depth):
                if path not in seen:
                    seen.add(path)
                    yield path, found
    elif isinstance(origin, type) and issubclass(origin, Mapping):
        yield from ((f".x{path}", {"x": found}) for path, found in slots(parts[1], value, depth))
    elif isinstance(origin, type) and issubclass(origin, Sequence):
        yield from ((f"[]{path}", [found]) for path, found in slots(parts[0], value, depth))


def reported(kind: str, value: str) -> Mapping[str, bool]:
    """Path → whether the rule says something of a resource that has this text there."""
    found = {}
    for path, props in slots(inputs_class(kind), value):
        source: Any = SimpleNamespace(
            resource_type=kind,
            props=props,
            provider=SimpleNamespace(
                props={"region": OURS.region, "allowedAccountIds": [OURS.account]}
            ),
        )
        assert RULE.check
        found[path[1:]] = bool(list(RULE.check(Resource(source), SETTINGS)))
    return found


def unread(found: Mapping[str, bool]) -> set[str]:
    """The paths of which nothing is said, though no mere words stand there."""
    return {
        path
        for path, seen in found.items()
        if not seen and not READ_BY_PEOPLE & {*path.replace("[]", "").split(".")}
    }


def forms(world: World) -> Iterator[str]:
    """What a text may name, bare and inside others."""
    arn = world.arn("sqs", "jobs")
    yield arn
    yield f"arn:aws:iam::{world.account}:role/x"
    yield f"https://sqs.{world.region}.amazonaws.com/{world.account}/jobs"
    yield json.dumps({"Statement": [{"Effect": "Allow", "Principal": {"AWS": world.account}}]})
    yield json.dumps({"a": [json.dumps({"b": arn})]})


@pytest.mark.parametrize("kind", sorted(KNOWN_TYPES))
def test_a_stranger_is_seen_wherever_a_text_may_stand(kind: str) -> None:
    """In every property at any depth, but for what people read; what is ours is let be."""
    for ours, theirs in zip(forms(OURS), forms(STRANGE), strict=True):
        found = reported(kind, theirs)
        assert unread(found) == set()
        assert not any(reported(kind, ours).values())


@pytest.mark.parametrize("part", ["account", "region", "organization", "address"])
def test_a_bare_name_is_seen_in_every_type(part: str) -> None:
    """An account, a region, an organisation or an address alone, as the whole of a text."""
    texts = 0
    for kind in sorted(KNOWN_TYPES):
        found = reported(kind, getattr(STRANGE, part))
        texts += len(found)
        free = {path for path in found if ".variables." in path and part == "account"}
        # Of addresses there, cognito-callbacks-ours says more.
        free |= {path for path in PAGES.get(kind, ()) if part == "address"}
        assert unread(found) - free == set()
    assert texts > 1_000
