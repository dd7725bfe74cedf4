"""A change that needs a new resource on AWS needs one here, and no other change does."""

import pytest

from truth.plugin import AwsProvider
from truth.replacing import DIFFERENT, UNASKED, PlannedChange, answers, inputs_of, registrations
from truth.translate import type_of


@pytest.fixture(scope="module")
def said(aws: AwsProvider) -> list[PlannedChange]:
    """What the provider says of every change."""
    return list(answers(aws))


def test_every_input_of_every_type_was_changed(said: list[PlannedChange]) -> None:
    """No input that our classes understand is left out, but for what is pinned."""
    every = {(type_of(token), key) for token in registrations() for key in inputs_of(token)}
    assert {(each.kind, each.key) for each in said} == every - UNASKED.keys()
    assert UNASKED.keys() <= every


def test_what_aws_makes_anew_is_made_anew_here(said: list[PlannedChange]) -> None:
    """The provider's plan replaces: so does our class."""
    assert [each for each in said if each.theirs and not each.ours] == []


def test_what_is_made_anew_here_is_made_anew_on_aws(said: list[PlannedChange]) -> None:
    """Our class replaces: so does the provider's plan, but for pinned inputs."""
    found = {(each.kind, each.key) for each in said if each.ours and not each.theirs}
    assert found == DIFFERENT.keys()
