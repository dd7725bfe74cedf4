"""Least privilege, proved by taking away: a role without one of its statements is refused."""

import pytest

from tests.rights.flows import FLOWS
from tests.rights.removal import Statement, play, without
from tests.rights.statements import BESIDE, needed
from tests.rights.world import World

pytestmark = pytest.mark.emulator

ROLE_OF = {flow: statement.role for statement, flow in needed()} | BESIDE


@pytest.mark.parametrize("flow", FLOWS)
def test_a_role_may_do_what_it_is_for(world: World, flow: str) -> None:
    """With all of its statements the flow works, and nothing of it is refused."""
    given = FLOWS[flow].prepare(world)
    assert play(world, ROLE_OF[flow], flow, given) == (True, frozenset())


@pytest.mark.parametrize(
    ("statement", "flow"), [pytest.param(*row, id=row[0].id) for row in needed()]
)
def test_a_statement_that_is_taken_away_is_missed(
    world: World, statement: Statement, flow: str
) -> None:
    """The flow that needs it is refused just this, so none of a role's statements is spare."""
    given = FLOWS[flow].prepare(world)
    with without(world, statement) as removed:
        played = play(world, statement.role, flow, given)
    assert {refusal.action for refusal in played.refused} & set(removed["Action"]), played
