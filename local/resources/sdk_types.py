"""The SDK's classes of a type, found by its token when they are asked for.

`pulumi_aws` is most of the time that an import of this room would take, and only a judge of inputs
needs it. So a type's name here is its token, as text.
"""

import keyword
import sys
import threading
from functools import cache
from importlib import import_module
from typing import Any

# The SDK loads its modules at their first use, which before Python 3.12 is not safe in two
# threads at once.
_LOCK = threading.Lock()


@cache
def resource_class(token: str) -> type[Any]:
    """`aws:sqs/queue:Queue` → `pulumi_aws.sqs.Queue`."""
    _, place, name = token.split(":")
    module = place.partition("/")[0]
    if keyword.iskeyword(module):
        module = f"{module}_"
    with _LOCK:
        found: type[Any] = getattr(import_module(f"pulumi_aws.{module}"), name)
    return found


@cache
def inputs_class(token: str) -> type[Any]:
    """`aws:sqs/queue:Queue` → `QueueArgs`, which says what the type takes."""
    cls = resource_class(token)
    module, name = sys.modules[cls.__module__], cls.__name__
    # Where a part of another type has that name (a replica of a table), the SDK says Init.
    found: type[Any] = getattr(module, f"{name}InitArgs", None) or getattr(module, f"{name}Args")
    return found
