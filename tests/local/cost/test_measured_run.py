"""The kept count is what a payment asks today."""

from collections.abc import Iterator
from typing import Any

import pytest

from local.cost.measured_run import count
from local.lib.arguments import Places
from local.stack.stack import running
from tests._wait import PATIENT_S
from till.cost.counted import Counted, Work, counted

pytestmark = pytest.mark.emulator

BY_MACHINE = {"log_bytes", "processor_ms"}
"""What differs a little from one run to the next: times, and the digits that say them."""


@pytest.fixture(name="found", scope="module")
def _found() -> Iterator[Counted]:
    """Three payments on a stack of their own: another's payments would be swept as well."""
    with running(Places(gateway_limit=PATIENT_S)) as stack:
        yield count(stack, 3, lambda _: None)


def exact(work: Work) -> dict[str, Any]:
    """What is equal in each run."""
    return work.model_dump(exclude=BY_MACHINE)


def test_each_function_asks_what_the_file_says(found: Counted) -> None:
    """Calls, units of writing and reading, sizes; after a change of them: `make cost`."""
    kept = counted()
    assert {name: exact(work) for name, work in found.functions.items()} == {
        name: exact(work) for name, work in kept.functions.items()
    }
    assert exact(found.sweep) == exact(kept.sweep)


def test_keys_metrics_and_the_provider_are_asked_as_the_file_says(found: Counted) -> None:
    """Of the first payment of a merchant, for whom nothing is kept yet."""
    kept = counted()
    assert (found.keys, found.psp_calls, found.metrics) == (
        kept.keys,
        kept.psp_calls,
        kept.metrics,
    )


def test_lines_and_items_are_as_long_as_the_file_says(found: Counted) -> None:
    """But for digits of times and amounts."""
    kept = counted()
    assert found.stored_bytes == pytest.approx(kept.stored_bytes, rel=0.01)
    for name, work in found.functions.items():
        assert work.log_bytes == pytest.approx(kept.functions[name].log_bytes, rel=0.05), name
