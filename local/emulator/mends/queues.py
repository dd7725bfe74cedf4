"""SQS: a queue's documents are told without blanks, however they were sent."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from ministack.services import sqs

_DOCUMENTS: Final = ("Policy", "RedriveAllowPolicy", "RedrivePolicy")


def mend() -> None:
    """Write the documents of GetQueueAttributes as AWS writes them."""
    handlers = sqs._HANDLERS  # noqa: SLF001 - the emulator has no public seam
    handlers["GetQueueAttributes"] = _compact(handlers["GetQueueAttributes"])


def _compact(original: Callable[..., Mapping[str, Any]]) -> Callable[..., Mapping[str, Any]]:
    def told(data: Mapping[str, Any], url: str) -> Mapping[str, Any]:
        return {"Attributes": compact(original(data, url)["Attributes"])}

    return told


def compact(attributes: Mapping[str, str]) -> Mapping[str, str]:
    """The attributes with each document in its shortest form."""
    return {
        name: json.dumps(json.loads(value), separators=(",", ":")) if name in _DOCUMENTS else value
        for name, value in attributes.items()
    }
