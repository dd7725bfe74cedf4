"""What can go wrong, in words."""

import pytest
from botocore.exceptions import ClientError, NoCredentialsError

from till.console.problems import part, problem_of
from till.lib.exits import CommandError, Exit


@pytest.mark.parametrize("kind", [each for each in Exit if each not in {Exit.DONE, Exit.STOPPED}])
def test_each_kind_of_problem_has_a_heading_and_a_next_step(kind: Exit) -> None:
    """And a status that is no success; the sentence is the command line's."""
    found = problem_of(CommandError(kind, "It is so."))
    assert found.status >= 400
    assert found.sentence == "It is so."
    assert found.heading
    assert found.after.endswith(".")


def test_credentials_that_are_gone_say_how_to_sign_in() -> None:
    """Expired ones, or none."""
    expired = ClientError({"Error": {"Code": "ExpiredToken", "Message": "old"}}, "GetItem")
    for error in (expired, NoCredentialsError()):
        found = problem_of(error)
        assert found.status == 403
        assert "aws sso login" in found.after


def test_a_part_that_is_not_there_says_why() -> None:
    """What no person can mend is not swallowed."""
    assert part(lambda: 1) == (1, None)

    def refused() -> int:
        raise CommandError(Exit.NO, "No.")

    found = part(refused)
    assert (found.found, found.status) == (None, 409)
    with pytest.raises(ZeroDivisionError):
        part(lambda: 1 // 0)
