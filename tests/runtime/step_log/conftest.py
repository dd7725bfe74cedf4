"""The log as CloudWatch gets it."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from runtime.observability import logger
from runtime.step_log.step import logged_share

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """What has been written since the test began, line by line."""
    out, mine = io.StringIO(), logging.getLogger(logger().name)
    handler = logging.StreamHandler(out)
    handler.setFormatter(logger().registered_formatter)
    mine.addHandler(handler)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    mine.removeHandler(handler)


@pytest.fixture
def unlogged(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A stack that logs the steps of no payment."""
    monkeypatch.setenv("LOGGED_PAYMENTS", "0")
    logged_share.cache_clear()
    yield
    logged_share.cache_clear()
