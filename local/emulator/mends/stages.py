"""API Gateway: a stage names a method's settings with `~1` for the slashes inside its path."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from ministack.services import apigateway_v1

Reply = tuple[int, Mapping[str, str], bytes]

_CALLS: Final = ("_create_stage", "_get_stage", "_get_stages", "_update_stage")


def mend() -> None:
    """Rename the keys in every answer that holds a stage."""
    for name in _CALLS:
        setattr(apigateway_v1, name, _renamed(getattr(apigateway_v1, name)))


def _renamed(original: Callable[..., Reply]) -> Callable[..., Reply]:
    def call(*args: Any) -> Reply:
        status, headers, body = original(*args)
        answer = json.loads(body)
        for stage in answer.get("item", [answer]):
            if settings := stage.get("methodSettings"):
                stage["methodSettings"] = {written(key): each for key, each in settings.items()}
        return status, headers, json.dumps(answer).encode()

    return call


def written(key: str) -> str:
    """`/payments/{id}/GET` → `~1payments~1{id}/GET`."""
    path, _, method = key.rpartition("/")
    return f"{path.replace('/', '~1')}/{method}"
