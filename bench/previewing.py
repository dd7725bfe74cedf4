"""A preview of `prod` with its pack, beside one of as many bare topics with none.

`python -m bench.previewing` runs the real engine, where `pulumi` is on PATH, with our provider of
this machine in place of AWS's (`local/provider/`). Both are first previews of a new stack, and ask
no cloud anything. The topics are declared by the SDK in a loop; all else of their preview is what
each program of Pulumi's in Python has: the engine, its language host, the SDK and its imports.
"""

import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from rich.console import Console

from bench.rounds import Target, measured, rounds_asked, sure, tell
from local.engine.cloud import LocalCloud, psp_key
from local.engine.engine import FLAGS
from local.engine.workspace import Workspace

STACK: Final = "prod"
OURS, BARE = "prod", "bare topics"
WARM: Final = 1
TARGETS: Final = (
    Target("a preview of prod with its pack, beside as many bare resources", OURS, BARE, 1.5),
)
WITHOUT: Final = "`pulumi` is not on PATH: the preview is not measured."
_CREATED: Final = re.compile(r"\+ (\d+) to create")
_PROJECT: Final = """\
name: tillstack
runtime:
  name: python
  options:
    toolchain: uv
    virtualenv: .venv
"""
_TOPICS: Final = """\
import pulumi_aws as aws

for number in range({count}):
    aws.sns.Topic(f"topic-{{number}}", name=f"topic-{{number}}")
"""


def main() -> None:
    """Measure both, and print them; nothing where there is no engine."""
    rounds = rounds_asked("bench.previewing", __doc__)
    if not shutil.which("pulumi"):
        Console().print(WITHOUT)
        return
    with TemporaryDirectory() as name:
        folder = Path(name)
        ours = Preview(Workspace(folder / "ours", STACK), FLAGS["preview"])
        count = ours.resources()
        bare = Preview(Workspace(folder / "bare", STACK, bare_program(folder, count)))
        sides = {OURS: creating(ours, count), BARE: creating(bare, count)}
        taken = measured(sides, rounds, WARM)
    tell("previewing", f"{count} resources", TARGETS, taken)


def bare_program(folder: Path, count: int) -> Path:
    """A program whose stack has so many resources, with itself."""
    program = folder / "program"
    program.mkdir()
    (program / "Pulumi.yaml").write_text(_PROJECT)
    (program / f"Pulumi.{STACK}.yaml").write_text("config: {}\n")
    (program / "__main__.py").write_text(_TOPICS.format(count=count - 1))
    return program


class Preview:
    """The first preview of a new stack, again and again."""

    def __init__(self, workspace: Workspace, flags: Sequence[str] = ()) -> None:
        self._workspace = workspace
        self._flags = flags
        self._nowhere = LocalCloud(0, 0, 0)
        settings = {"pspApiBase": self._nowhere.psp_url}
        workspace.prepare(self._nowhere.emulator, settings, psp_key(STACK))

    def resources(self) -> int:
        """How many it would create.

        Raises:
            WrongResultError: it failed.
        """
        done = self._workspace.run(self._nowhere.emulator, "preview", *self._flags, capture=True)
        sure(done.returncode == 0, f"the preview failed: {done.stdout}{done.stderr}")
        return sum(map(int, _CREATED.findall(done.stdout)))


def creating(preview: Preview, count: int) -> Callable[[int], None]:
    """What a round does: another number of resources is an error."""

    def previewed(_: int) -> None:
        found = preview.resources()
        sure(found == count, f"{found} resources, not {count}")

    return previewed


if __name__ == "__main__":
    main()
