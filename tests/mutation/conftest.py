"""A small tree of its own: code, and tests that leave one hole."""

from pathlib import Path

import pytest

from mutation.scope import Scope

CODE = '''"""How long to wait."""

from functools import lru_cache

LONGEST = 60


@lru_cache
def pause(number: int) -> int:
    """Twice as long each time."""
    seconds = 1
    while number > 0:
        seconds += seconds
        number -= 1
    return min(seconds, LONGEST)


def is_long(seconds: int) -> bool:
    """From the longest on."""
    return seconds >= LONGEST
'''
TESTS = '''"""Its tests."""

from sample.waiting import is_long, pause


def test_it_doubles_up_to_the_longest() -> None:
    """And no further."""
    assert [pause(number) for number in (0, 1, 2, 9)] == [1, 2, 4, 60]


def test_some_pauses_are_long() -> None:
    """The bound itself is not tried."""
    assert is_long(70)
    assert not is_long(50)
'''


@pytest.fixture
def scope(tmp_path: Path) -> Scope:
    """The tree; the simulator does not know it."""
    for path, text in {
        "sample/__init__.py": "",
        "sample/waiting.py": CODE,
        "sample_tests/test_waiting.py": TESTS,
        "pytest.ini": "[pytest]\naddopts = --import-mode=importlib\n",
    }.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    ours = frozenset({"sample", "sample_tests"})
    return Scope(tmp_path, ("sample",), ("sample_tests",), ours, seeds=0, seconds=2)
