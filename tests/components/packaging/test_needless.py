"""What stays out of the layers is nothing that a function imports."""

import subprocess
import sys
from pathlib import Path

from components.packaging.needless import UNUSED, leave_out
from tests.fakes.recorder import ROOT

PROGRAM = """
import importlib, sys
left_out, *names = sys.argv[1:]
left_out = tuple(left_out.split())
class Refused:
    def find_spec(self, name, *_):
        if any(name == each or name.startswith(each + ".") for each in left_out):
            raise ModuleNotFoundError("left out: " + name)
sys.meta_path.insert(0, Refused())
import pytest
sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:xdist", *names]))
"""
STRIPE = tuple(
    f"tests/runtime/adapters/test_stripe_{each}.py" for each in ("psp", "webhooks", "list", "http")
)


def test_the_provider_is_called_without_what_is_left_out() -> None:
    """Stripe's library imports much when it is used, not before: its adapters' own tests say."""
    for each in STRIPE:
        assert (ROOT / each).is_file()
    done = subprocess.run(  # noqa: S603 - this interpreter, on a program written above
        [
            sys.executable,
            "-c",
            PROGRAM,
            " ".join(UNUSED),
            *STRIPE,
        ],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(Path.home())},
    )
    assert done.returncode == 0, done.stdout[-2_000:]


def test_what_is_left_out_is_there_before(tmp_path: Path) -> None:
    """A folder that no version has any more would be a row for nothing."""
    for each in UNUSED:
        file = tmp_path / each.replace(".", "/") / "__init__.py"
        file.parent.mkdir(parents=True)
        file.touch()
    leave_out(tmp_path)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
