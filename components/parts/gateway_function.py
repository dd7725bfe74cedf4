"""A function that the gateway calls, and somebody waits for."""

from collections.abc import Mapping

import pulumi

from components.lib import limits
from components.lib.outputs import StackDefaults
from components.parts.function import PackagedFunction, PackagedFunctionArgs
from components.parts.routes import concurrency


def gateway_function(
    parent: pulumi.ComponentResource,
    name: str,
    defaults: StackDefaults,
    handler: str,
    environment: Mapping[str, pulumi.Input[str]],
    timeout_seconds: int = limits.API_FUNCTION_TIMEOUT_SECONDS,
    *,
    calls_psp: bool = False,
) -> PackagedFunction:
    """A function below `parent` that starts from a snapshot where the region offers it.

    It reserves more than the stack's throttle lets in, so the gateway refuses before Lambda does.
    """
    return PackagedFunction(
        f"{name}-{handler.replace('_', '-')}",
        PackagedFunctionArgs(
            defaults=defaults,
            handler=handler,
            environment=environment,
            memory_mb=limits.API_FUNCTION_MEMORY_MB,
            timeout_seconds=timeout_seconds,
            concurrency=concurrency(handler, defaults.settings.throttle),
            snap_start=True,
            calls_psp=calls_psp,
        ),
        opts=pulumi.ResourceOptions(parent=parent),
    )
