"""Values of the domain and the use cases never change once they are made."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any

import pytest
from pydantic import BaseModel

import runtime.domain
import runtime.use_cases
from runtime.domain.audit import Fold
from runtime.domain.restore_check import Findings
from runtime.use_cases.know_caller import Remembered
from runtime.wire.documents import Strict

CHANGING = {Findings, Fold, Remembered}
"""What is filled or used up step by step, by its one owner, and given to nobody."""


def classes() -> Iterator[type]:
    """All that the two rooms define."""
    for room in (runtime.domain, runtime.use_cases):
        for found in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
            module = importlib.import_module(found.name)
            for _, one in inspect.getmembers(module, inspect.isclass):
                if one.__module__ == module.__name__:
                    yield one


@pytest.mark.parametrize("kind", [one for one in classes() if is_dataclass(one)])
def test_a_dataclass_is_frozen(kind: Any) -> None:
    """Two who hold one value can't change it under each other's hands."""
    assert kind.__dataclass_params__.frozen is (kind not in CHANGING)


@pytest.mark.parametrize("kind", [one for one in classes() if issubclass(one, BaseModel)])
def test_a_model_is_frozen_strict_and_silent(kind: type[BaseModel]) -> None:
    """Nor a row or an entry; what it does not know is refused, and no error quotes a value."""
    config = kind.model_config
    assert config.get("frozen")
    assert config.get("extra") == "forbid"
    assert config.get("hide_input_in_errors") or issubclass(kind, Strict)
