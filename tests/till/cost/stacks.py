"""Resources of a small stack, for bills."""

from typing import Final

from till.cost.fixed import Resource

FUNCTION: Final = "aws:lambda/function:Function"
KEY: Final = Resource("aws:kms/key:Key", {})
TRAIL: Final = Resource("aws:cloudtrail/trail:Trail", {})
MAPPING: Final = Resource("aws:lambda/eventSourceMapping:EventSourceMapping", {})


def function(handler: str, memory_mb: int, *, snapshot: bool = False) -> Resource:
    """A function of the stack, as the program declares it."""
    inputs: dict[str, object] = {
        "handler": f"runtime.handlers.{handler}.handler",
        "memorySize": memory_mb,
    }
    if snapshot:
        inputs["snapStart"] = {"applyOn": "PublishedVersions"}
    return Resource(FUNCTION, inputs)
