"""What every run of a program under the SDK's mocks needs, and the SDK does not offer."""

import asyncio
import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

from pulumi.runtime import rpc


def plain(value: Any) -> Any:
    """The value without its secret wrappers, at any depth; whole numbers are integers again."""
    if rpc.is_rpc_secret(value):
        return plain(rpc.unwrap_rpc_secret(value))
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


@contextlib.contextmanager
def own_loop() -> Iterator[None]:
    """An event loop for this thread, closed afterwards; the SDK would leave one open."""
    loop = asyncio.new_event_loop()
    # The first failure is raised; asyncio would also print each future that it left behind.
    loop.set_exception_handler(lambda _loop, _context: None)
    asyncio.set_event_loop(loop)
    try:
        yield
    finally:
        asyncio.set_event_loop(None)
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
