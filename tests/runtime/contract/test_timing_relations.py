"""Times that must fit into one another: at the edge they do, a second further they do not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.contract.timing import Timing
from runtime.contract.timing_relations import RELATIONS, broken
from runtime.domain.payment import MAX_ATTEMPTS
from runtime.use_cases.reconcile_payments import WINDOW

HOUR = 3600
PROCESSOR = 45
EDGES: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    ("processor.timeoutSeconds", {"psp_connect": 2, "psp_read": 11.3}, {"psp_read": 11.4}),
    ("timing.lease", {"lease": 46}, {"lease": 45}),
    ("timing.chargeWindow", {"charge_window": 23 * HOUR}, {"charge_window": 23 * HOUR + 1}),
    ("timing.giveUp", {"give_up": 20 * HOUR}, {"give_up": 20 * HOUR - 1}),
    ("72 h", {"give_up": 28 * HOUR}, {"give_up": 28 * HOUR + 1}),
    (
        "timing.backOff",
        {"charge_window": 355, "longest_sweep": 120},
        {"charge_window": 354},
    ),
    ("timing.backOff", {"longest_wait": 900, "back_off": (1, 1, 600)}, {"back_off": (1, 1, 601)}),
    ("timing.polling", {"polling": (5, 900)}, {"polling": (5, 901)}),
    ("timing.circuitOpen", {"circuit_open": (900,)}, {"circuit_open": (901,)}),
    ("timing.sweepStep", {"sweep_step": 3600}, {"sweep_step": 3601}),
    ("timing.longestSweep", {"longest_sweep": 20 * HOUR}, {"longest_sweep": 20 * HOUR + 1}),
)


def said(**times: Any) -> list[str]:
    """What is wrong with these times beside the defaults."""
    return [one.sentence for one in broken(Timing(**times), PROCESSOR)]


def test_the_defaults_fit() -> None:
    """What a stack gets that sets nothing."""
    assert said() == []


@pytest.mark.parametrize(("named", "at", "beyond"), EDGES)
def test_a_time_fits_up_to_its_edge(named: str, at: dict[str, Any], beyond: dict[str, Any]) -> None:
    """Both names, both numbers and what to do stand in the sentence."""
    assert said(**at) == []
    sentences = [one for one in said(**{**at, **beyond}) if named in one]
    assert len(sentences) == 1
    assert "raise the second or lower the first" in sentences[0]


def test_each_relation_has_an_edge_here() -> None:
    """Every relation is broken by one of the rows, and by each row one."""
    assert len(EDGES) == len(RELATIONS)


def test_the_comparison_looks_as_far_back_as_is_said() -> None:
    """One number, in the domain and in the relation."""
    assert said(give_up=WINDOW - 20 * HOUR - 24 * HOUR) == []
    assert said(give_up=WINDOW - 20 * HOUR - 24 * HOUR + 1) != []


TIMES = st.builds(
    Timing,
    back_off=st.tuples(*[st.integers(1, 400)] * (MAX_ATTEMPTS - 1)),
    back_off_spread=st.floats(0, 0.99),
    charge_window=st.integers(1, 100_000),
    give_up=st.integers(1, 200_000),
    lease=st.integers(1, 1_000),
    sweep_step=st.integers(1, 4_000),
    longest_sweep=st.integers(1, 4_000),
    psp_connect=st.floats(0.1, 5),
    psp_read=st.floats(0.1, 300),
)


@given(timing=TIMES, timeout=st.integers(10, 900))
def test_what_fits_can_be_charged(timing: Timing, timeout: int) -> None:
    """A step's calls fit into a run, every attempt into the window, the window into the keys."""
    if list(broken(timing, timeout)):
        return
    assert timeout >= 3 * timing.psp_call + 5
    assert timing.lease > timeout
    longest = sum(timing.back_off) * (1 + timing.back_off_spread) + MAX_ATTEMPTS * timing.psp_call
    assert longest <= timing.charge_window <= 23 * HOUR
    assert timing.charge_window <= timing.give_up
