"""Tasks in processes of their own."""

import gc
import os

import pytest

from local.lib.parallel import parallel


def where(task: str) -> tuple[str, int, bool]:
    """The task, the process that it runs in, and whether that collects garbage."""
    if task == "wrong":
        raise SystemExit("The task is wrong.")
    return task, os.getpid(), gc.isenabled()


def test_every_task_is_done_elsewhere_once() -> None:
    """Each result comes with its task."""
    found = dict(parallel(where, ["a", "b", "c"]))
    assert {task: result[0] for task, result in found.items()} == {"a": "a", "b": "b", "c": "c"}
    assert all(result[1] != os.getpid() and not result[2] for result in found.values())


def test_an_end_with_a_sentence_ends_here() -> None:
    """A settings file that can't be read says so in the one who asked."""
    with pytest.raises(SystemExit, match="The task is wrong"):
        list(parallel(where, ["wrong"]))
