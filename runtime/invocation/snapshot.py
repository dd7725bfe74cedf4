"""SnapStart's hook: what is built before the snapshot costs no request any time."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from pydantic import BaseModel

from runtime.observability import logger, tracer


def before_snapshot(prepare: Callable[[], None]) -> None:
    """Run `prepare` before the snapshot, where the runtime takes one.

    Lambda's managed Python runtime brings the hook's package with it; elsewhere it is absent.
    """
    if find_spec("snapshot_restore_py"):
        import_module("snapshot_restore_py").register_before_snapshot(prepare)


def warm(*builds: Callable[[], object]) -> None:
    """Everything that an invocation would build first; no service is called."""
    logger()
    tracer()
    for build in builds:
        build()
    _complete(BaseModel)


def _complete(model: type[BaseModel]) -> None:
    """Build the validators that their models put off."""
    for each in model.__subclasses__():
        each.model_rebuild()
        _complete(each)
