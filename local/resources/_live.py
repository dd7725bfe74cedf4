"""What `read`, `update` and `delete` share: asking for what may be gone, and comparing."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from local.resources._base import Found, State


def ask(call: Callable[..., Any], gone: str, **params: Any) -> Any:
    """What AWS answers, or None where it answers with the error code `gone`.

    Raises:
        ClientError: AWS refused for any other reason than `gone`.
    """
    try:
        return call(**params)
    except ClientError as error:
        if error.response["Error"]["Code"] != gone:
            raise
        return None


# Objects whose keys the program chooses: there one key more is a difference too.
_MAPS = frozenset(
    {
        "dimensions",
        "requestModels",
        "requestParameters",
        "requestTemplates",
        "responseModels",
        "responseParameters",
        "responseTemplates",
        "tags",
        "variables",
    }
)


def told(state: State, live: Mapping[str, Any]) -> Found:
    """The live properties that `state` has; None is one that is no longer set."""
    return {key: _property(key, state[key], value) for key, value in live.items() if key in state}


def told_tagged(
    events: Any, state: State, live: Mapping[str, Any], physical: str, fields: Iterable[str]
) -> Found:
    """The same of a thing of EventBridge that has a name, an `Arn` and tags, and these fields."""
    tags = events.list_tags_for_resource(ResourceARN=live["Arn"])["Tags"]
    found = camel_keys(live)
    return told(
        state,
        {
            **{key: found.get(key) or None for key in fields},
            "arn": live["Arn"],
            "name": physical,
            "tags": tag_map(tags),
        },
    )


def like(known: Any, live: Any) -> Any:
    """The live value in the shape of the known one, which stays as it is where both mean the same.

    Of an object only the known keys count, of a list not the order, of JSON the meaning, of a
    number or a flag not whether it is text. Empty and absent are the same, but for an object.
    """
    if live is None:
        return known if known in (False, "", []) else None
    if isinstance(known, Mapping) and isinstance(live, Mapping):
        shaped = {key: _property(key, value, live.get(key)) for key, value in known.items()}
        return {key: value for key, value in shaped.items() if value is not None}
    if isinstance(known, list) and isinstance(live, list):
        return _same_order(known, live)
    if isinstance(known, str) and known.startswith("{"):
        return known if _document(known) == _document(live) else _text(live)
    return known if _spelled(known) == _spelled(live) else live


def _property(key: str, known: Any, live: Any) -> Any:
    if key in _MAPS and isinstance(known, Mapping) and isinstance(live, Mapping):
        return {name: like(known.get(name), value) for name, value in live.items()}
    return like(known, live)


def _same_order(known: list[Any], live: list[Any]) -> list[Any]:
    """The known list where the live one holds the same things, whatever the order."""
    left = list(live)
    for old in known:
        twin = next((index for index, one in enumerate(left) if like(old, one) == old), None)
        if twin is None:
            break
        left.pop(twin)
    else:
        if not left:
            return known
    return [like(*pair) for pair in zip(known, live, strict=False)] + live[len(known) :]


def _spelled(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _document(value: Any) -> Any:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _text(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, Mapping) else value


def camel_keys(value: Any) -> Any:
    """The value with every object's keys as inputs spell them: `MaxItems` → `maxItems`."""
    if isinstance(value, Mapping):
        return {key[:1].lower() + key[1:]: camel_keys(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [camel_keys(inner) for inner in value]
    return value


def tag_map(
    tags: Iterable[Mapping[str, str]], key: str = "Key", value: str = "Value"
) -> dict[str, str]:
    """The API's list of pairs as the program writes tags."""
    return {one[key]: one[value] for one in tags}


def tag_list(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """The program's tags as the API's list of pairs."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def changes(
    before: Mapping[str, Any], now: Mapping[str, Any], unset: Mapping[str, Any]
) -> dict[str, Any]:
    """What an update must send: the new values, and `unset[key]` for a key that is left out now."""
    return {
        key: now.get(key, unset.get(key))
        for key in (*now, *(key for key in before if key not in now))
        if before.get(key) != now.get(key)
    }


def retag_by_arn(client: Any, made: str, old: State, now: Mapping[str, str] | None) -> None:
    """`retag` in the words of the services that take `ResourceARN` and a list of tags."""
    retag(
        old,
        now,
        lambda tags: client.tag_resource(ResourceARN=made, Tags=tag_list(tags)),
        lambda keys: client.untag_resource(ResourceARN=made, TagKeys=keys),
    )


def retag(
    old: State,
    now: Mapping[str, str] | None,
    tag: Callable[[dict[str, str]], Any],
    untag: Callable[[list[str]], Any],
) -> None:
    """Call `tag` with what is new or other, and `untag` with the names that are left out now."""
    before, after = old.get("tags") or {}, now or {}
    if left := [key for key in before if key not in after]:
        untag(left)
    if other := {key: value for key, value in after.items() if before.get(key) != value}:
        tag(other)
