"""A change that needs a new resource on AWS needs one here, and no other change does."""

import pytest

from tests.truth.plugin import provider, provider_program
from tests.truth.replacing import DIFFERENT, UNASKED, Answer, answers, inputs_of, registrations
from tests.truth.translate import type_of


@pytest.fixture(scope="module")
def said() -> list[Answer]:
    """What the provider says of every change."""
    program = provider_program()
    assert program
    with provider(program) as real:
        real.configure(
            {
                "region": "eu-central-1",
                "access_key": "none",
                "secret_key": "none",
                "skip_credentials_validation": True,
                "skip_metadata_api_check": "true",
                "skip_region_validation": True,
                "skip_requesting_account_id": True,
            }
        )
        return list(answers(real))


def test_every_input_of_every_type_was_changed(said: list[Answer]) -> None:
    """No input that our classes understand is left out, but for what is pinned."""
    every = {(type_of(token), key) for token in registrations() for key in inputs_of(token)}
    assert {(each.kind, each.key) for each in said} == every - UNASKED.keys()
    assert UNASKED.keys() <= every


def test_what_aws_makes_anew_is_made_anew_here(said: list[Answer]) -> None:
    """The provider's plan replaces: so does our class."""
    assert [each for each in said if each.theirs and not each.ours] == []


def test_what_is_made_anew_here_is_made_anew_on_aws(said: list[Answer]) -> None:
    """Our class replaces: so does the provider's plan, but for pinned inputs."""
    found = {(each.kind, each.key) for each in said if each.ours and not each.theirs}
    assert found == DIFFERENT.keys()
