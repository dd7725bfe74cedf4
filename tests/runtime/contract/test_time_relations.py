"""Each relation between two times: it accepts at its edge, and refuses just beyond it."""

from typing import Any, NamedTuple

import pytest

from runtime.contract import named_times as n
from runtime.contract.broken_times import broken
from runtime.contract.fixed_times import FIXED, FixedTimes
from runtime.contract.time_relations import RELATIONS
from runtime.contract.timing import Times

OF_A_STACK = set(Times.model_fields)
OF_THE_CODE = set(FixedTimes._fields)


class Edge(NamedTuple):
    """Times at which two are equal, and the one change by which they are not."""

    shorter: n.Time
    longer: n.Time
    at: dict[str, Any]
    beyond: dict[str, Any]


SHORT_WINDOW = {"first_sweep": 1_595, "longest_sweep": 1_595, "charge_window": 1_700}
EDGES = (
    Edge(
        n.LONGEST_STEP, n.TIMEOUT, {"processor_timeout": 38, "lease": 75}, {"processor_timeout": 37}
    ),
    Edge(n.TIMEOUT, n.LEASE, {"lease": 45}, {"lease": 44}),
    Edge(n.LEASE, n.LONGEST_HOLD, {"lease": 945}, {"lease": 946}),
    Edge(
        n.LONGEST_BACK_OFF,
        n.LONGEST_WAIT,
        {"back_off": (10, 40, 600)},
        {"back_off_spread": 0.502},
    ),
    Edge(n.LONGEST_POLLING, n.LONGEST_WAIT, {"polling": (5, 900)}, {"polling": (5, 901)}),
    Edge(n.LONGEST_OPEN, n.LONGEST_WAIT, {"circuit_open": (5, 895)}, {"circuit_open": (6, 895)}),
    Edge(n.LONGEST_WAIT, n.LONGEST_DELAY, {"longest_wait": 900}, {"longest_wait": 901}),
    Edge(n.A_SECOND, n.SHORTEST_BACK_OFF, {"back_off": (10, 1, 160)}, {"back_off": (10, 0, 160)}),
    Edge(n.A_SECOND, n.SHORTEST_POLLING, {"polling": (5, 1, 60)}, {"polling": (5, 0, 60)}),
    Edge(n.A_SECOND, n.SHORTEST_OPEN, {"circuit_open": (1, 5)}, {"circuit_open": (0, 5)}),
    Edge(n.A_SECOND, n.SWEEP_STEP, {"sweep_step": 1}, {"sweep_step": 0}),
    Edge(n.SWEEP_STEP, n.LONGEST_SWEEP, {"sweep_step": 3_600}, {"sweep_step": 3_601}),
    Edge(n.FIRST_CALL, n.FIRST_SWEEP, {"first_sweep": 13}, {"first_sweep": 12}),
    Edge(
        n.ALL_ATTEMPTS,
        n.CHARGE_WINDOW,
        {"lease": 945, "charge_window": 4_095},
        {"charge_window": 4_094},
    ),
    Edge(
        n.ONE_WAIT,
        n.CHARGE_WINDOW,
        {"longest_sweep": 840, "charge_window": 945},
        {"longest_sweep": 839, "charge_window": 944},
    ),
    Edge(n.LOST_MESSAGE, n.CHARGE_WINDOW, SHORT_WINDOW, {"first_sweep": 1_596}),
    Edge(n.LAST_SWEEP, n.CHARGE_WINDOW, SHORT_WINDOW, {"longest_sweep": 1_596}),
    Edge(n.LAST_CHARGE, n.KEY_LIFE, {"charge_window": 86_355}, {"charge_window": 86_356}),
    Edge(n.CHARGE_WINDOW, n.GIVE_UP, {"give_up": 72_000}, {"give_up": 71_999}),
    Edge(n.GIVE_UP, n.LAST_LOOK, {"polling": (5, 9), "give_up": 90_000}, {"give_up": 90_001}),
    Edge(n.WHOLE_HISTORY, n.COMPARED, {"give_up": 100_800}, {"give_up": 100_801}),
    Edge(n.LAST_CALL, n.RECONCILER_STOPS, {"reconciler_stops": 15}, {"reconciler_stops": 14}),
    Edge(n.OPERATOR_STEP, n.OPERATOR, {"psp_read": 9}, {"psp_read": 9.001}),
    Edge(n.NOTIFIER, n.MAIL_LEASE, {"mail_lease": 30}, {"mail_lease": 29}),
    Edge(n.ONE_MAIL, n.NOTIFIER, {"mailing_read": 20}, {"mailing_read": 21}),
    Edge(n.MAIL_UNDER_WAY, n.EMAIL_EVENT, {"mail_lease": 1_620}, {"mail_lease": 1_621}),
    Edge(n.RECEIVES, n.RETENTION, {"queue_retention": 2_700}, {"queue_retention": 2_699}),
    Edge(
        n.RETENTION,
        n.DEAD_RETENTION,
        {"dead_letter_retention": 345_600},
        {"dead_letter_retention": 345_599},
    ),
    Edge(n.SWEEPER, n.SWEEP_EVERY, {"sweeper_timeout": 60}, {"sweeper_timeout": 61}),
    Edge(n.LOST_AND_NEXT, n.GATEWAY, {"accepting_read": 0.7}, {"accepting_read": 0.701}),
    Edge(n.GATEWAY, n.API_FUNCTION, {"gateway_waits": 10}, {"gateway_waits": 10.001}),
)


def _both(changes: dict[str, Any]) -> tuple[Times, FixedTimes]:
    """The defaults with these changes, of a stack's times and of the code's."""
    fixed = {name: value for name, value in changes.items() if name in OF_THE_CODE}
    times = {name: value for name, value in changes.items() if name in OF_A_STACK}
    assert {*fixed, *times} == set(changes)
    return Times(**times), FIXED._replace(**fixed)


def broken_by(changes: dict[str, Any]) -> list[str]:
    """What is said of the defaults with these changes."""
    return [each.sentence for each in broken(*_both(changes))]


def test_the_defaults_break_nothing() -> None:
    """What a stack gets that sets no time."""
    assert broken_by({}) == []


def test_each_relation_has_an_edge_that_is_tried() -> None:
    """A row of the table without one would be a word only."""
    assert [(edge.shorter, edge.longer) for edge in EDGES] == [
        (relation.shorter, relation.longer) for relation in RELATIONS
    ]


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: f"{edge.shorter.name}: {edge.longer.name}")
def test_a_relation_accepts_at_its_edge_and_refuses_beyond_it(edge: Edge) -> None:
    """Equal is good; one second (or thousandth) more breaks this relation, and no other one."""
    assert broken_by(edge.at) == []
    (said,) = broken_by({**edge.at, **edge.beyond})
    assert said.startswith(f"{edge.shorter.name} (")
    assert f") must be at most {edge.longer.name} (" in said


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: f"{edge.shorter.name}: {edge.longer.name}")
def test_the_setting_to_change_first_mends_it(edge: Edge) -> None:
    """It is one that the sentence names; where no stack sets either time, the code is named."""
    (one,) = broken(*_both({**edge.at, **edge.beyond}))
    named = [*edge.longer.settings, *edge.shorter.settings]
    assert one.mend == (named[0] if named else ())
    assert all(".".join(each) in one.sentence.rpartition(";")[2] for each in named)
