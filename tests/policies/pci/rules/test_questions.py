"""The table of questions about data: each names things, actions and holders that exist."""

from fnmatch import fnmatchcase

import pytest

from policies.pci.framework.actions import named
from policies.pci.rules._questions import DATA, Question, actions
from policies.pci.rules.rights import CONTROL
from policy_proof.stacks import STACKS, ours


@pytest.mark.parametrize("question", DATA, ids=lambda each: each.key)
def test_each_pattern_names_an_action(question: Question) -> None:
    """A misspelt action would be asked about never."""
    for pattern in question.actions:
        assert set(named(pattern)) <= set(actions(question))
        assert named(pattern), pattern


@pytest.mark.parametrize("stack", STACKS)
def test_each_pattern_names_a_thing_and_a_role_of_ours(stack: str) -> None:
    """A thing or a role that is renamed would be asked about no more."""
    urns = {one.urn: one.type for one in ours(stack)}
    for question in DATA:
        for pattern in question.things:
            assert {k for u, k in urns.items() if fnmatchcase(u, pattern)} == {*question.kinds}
        for pattern in question.holders:
            assert len([urn for urn in urns if fnmatchcase(urn, pattern)]) == 1, pattern


def test_each_question_has_a_name_of_its_own() -> None:
    """The rule's settings are by name."""
    every = (*CONTROL, *DATA)
    assert len({each.key for each in every}) == len(every)


@pytest.mark.parametrize("stack", STACKS)
def test_a_pattern_fits_the_engine_s_urn_too(stack: str) -> None:
    """It has the types of all components around a resource; the SDK's mocks have the last one."""
    whole = {
        one.urn.replace("::tillstack:", "::tillstack:index:Whole$tillstack:") for one in ours(stack)
    }
    for question in DATA:
        for pattern in (*question.things, *question.holders):
            assert any(fnmatchcase(urn, pattern) for urn in whole), pattern
    namesake = (
        "urn:pulumi:a::b::other:index:PackagedFunction$aws:iam/role:Role::x-accept-payment-role"
    )
    assert not any(fnmatchcase(namesake, each) for question in DATA for each in question.holders)
