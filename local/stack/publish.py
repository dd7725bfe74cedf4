"""A function as it was just configured becomes the one that its callers meet."""

from typing import Any, Final

ALIAS: Final = "live"
"""By which the gateway and the queues call a function."""


def publish(client: Any, function: str) -> None:
    """Publish the function's code and configuration, and let the alias be that version.

    Args:
        client: of Lambda.
        function: its name.
    """
    version = client.publish_version(FunctionName=function)["Version"]
    client.update_alias(FunctionName=function, Name=ALIAS, FunctionVersion=version)
