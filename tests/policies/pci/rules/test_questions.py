"""The table of questions about data: each names things, actions and holders that exist."""

from fnmatch import fnmatchcase

import pytest

from local.program.recorder import record_program
from policies.pci.framework.actions import named
from policies.pci.rules._questions import DATA, ROOTS_KEPT, WORKER_ROLE, Question, actions
from policies.pci.rules.rights import CONTROL
from policy_proof.stacks import STACKS, config, ours

EVERY = (*DATA, ROOTS_KEPT)


@pytest.mark.parametrize("question", EVERY, ids=lambda each: each.key)
def test_each_pattern_names_an_action(question: Question) -> None:
    """A misspelt action would be asked about never."""
    for pattern in question.actions:
        assert set(named(pattern)) <= set(actions(question))
        assert named(pattern), pattern


@pytest.mark.parametrize("stack", STACKS)
def test_each_pattern_names_a_thing_and_a_role_of_ours(stack: str) -> None:
    """A thing or a role that is renamed would be asked about no more."""
    urns = {one.urn: one.type for one in ours(stack)}
    for question in EVERY:
        for pattern in question.things:
            assert {k for u, k in urns.items() if fnmatchcase(u, pattern)} == {*question.kinds}
        for pattern in question.holders:
            # No stack has a fleet unless it asks for one.
            there = 0 if pattern == WORKER_ROLE else 1
            assert len([urn for urn in urns if fnmatchcase(urn, pattern)]) == there, pattern


def test_workers_have_what_they_work_on() -> None:
    """Their role, by one pattern, where the processor is named and nowhere else."""
    made = record_program("prod", {**config("prod"), "fleet": '{"pspInFlight": 1000}'})
    found = [each.urn for each in made.resources if fnmatchcase(each.urn, WORKER_ROLE)]
    assert [urn.rpartition("::")[2] for urn in found] == ["workers-role-role"]
    for question in EVERY:
        processes = any("process-payment-role" in each for each in question.holders)
        assert (WORKER_ROLE in question.holders) is processes, question.key


def test_each_question_has_a_name_of_its_own() -> None:
    """The rule's settings are by name."""
    every = (*CONTROL, *EVERY)
    assert len({each.key for each in every}) == len(every)


@pytest.mark.parametrize("stack", STACKS)
def test_a_pattern_fits_the_engine_s_urn_too(stack: str) -> None:
    """It has the types of all components around a resource; the SDK's mocks have the last one."""
    whole = {
        one.urn.replace("::tillstack:", "::tillstack:index:Whole$tillstack:") for one in ours(stack)
    }
    for question in EVERY:
        for pattern in {*question.things, *question.holders} - {WORKER_ROLE}:
            assert any(fnmatchcase(urn, pattern) for urn in whole), pattern
    namesake = (
        "urn:pulumi:a::b::other:index:PackagedFunction$aws:iam/role:Role::x-accept-payment-role"
    )
    assert not any(fnmatchcase(namesake, each) for question in DATA for each in question.holders)
