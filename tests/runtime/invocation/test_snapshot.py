"""SnapStart's hook, where the runtime has one and where it has none."""

import subprocess
import sys
from pathlib import Path

from runtime.invocation.snapshot import before_snapshot

PROGRAM = """
from runtime.invocation.snapshot import before_snapshot
import snapshot_restore_py
before_snapshot(print)
assert snapshot_restore_py.registered == [print]
"""


READY = """
from pydantic import BaseModel
from runtime.handlers import read_payments
from runtime.invocation.snapshot import warm
def models(kind=BaseModel):
    for each in kind.__subclasses__():
        if each.__module__.startswith("runtime."):
            yield each
        yield from models(each)
assert not all(each.__pydantic_complete__ for each in models())
built = []
warm(lambda: built.append(True))
assert built == [True]
assert all(each.__pydantic_complete__ for each in models())
"""


def test_a_snapshot_holds_every_model_ready() -> None:
    """What is put off at a start is in no request's way: it was built before the snapshot."""
    root = str(Path(__file__).parents[3])
    subprocess.run(  # noqa: S603 - this interpreter, on a program written above.
        [sys.executable, "-c", READY], env={"PYTHONPATH": root}, check=True
    )


def test_without_the_runtimes_package_nothing_happens() -> None:
    """On a machine that takes no snapshots, the hook neither runs nor fails."""
    called: list[bool] = []
    before_snapshot(lambda: called.append(True))
    assert not called


def test_with_the_runtimes_package_the_hook_is_registered(tmp_path: Path) -> None:
    """The function is handed to the package under the name that Lambda documents."""
    (tmp_path / "snapshot_restore_py.py").write_text(
        "registered = []\nregister_before_snapshot = registered.append\n"
    )
    root = str(Path(__file__).parents[3])
    subprocess.run(  # noqa: S603 - this interpreter, on a program written above.
        [sys.executable, "-c", PROGRAM], env={"PYTHONPATH": f"{tmp_path}:{root}"}, check=True
    )
