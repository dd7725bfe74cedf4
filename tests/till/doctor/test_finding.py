"""Findings, and values that are found once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.exceptions import NoCredentialsError

from till.doctor.finding import Finding, NotKnownError, NotReadyError, Once, Status, ready


def test_a_value_is_found_once_however_many_ask() -> None:
    """Twenty askers get one value from one search."""
    searches: list[int] = []

    def find() -> list[int]:
        searches.append(1)
        return searches

    value = Once("it", find)
    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(lambda _: value.get(), range(20)))
    assert len(searches) == 1
    assert all(each is searches for each in found)


def test_a_problem_is_found_once_too() -> None:
    """Who asks again gets the same problem without another search."""
    searches: list[int] = []

    def find() -> str:
        searches.append(1)
        raise NotReadyError("no login", "`pulumi login`")

    value = Once("the login", find)
    for _ in range(2):
        with pytest.raises(NotReadyError) as raised:
            value.get()
        assert raised.value.finding == Finding(Status.NOT_READY, "no login", "`pulumi login`")
    assert len(searches) == 1


@pytest.mark.parametrize("problem", [NotReadyError("no"), NoCredentialsError()], ids=str)
def test_what_builds_upon_a_missing_value_is_not_known(problem: Exception) -> None:
    """A check that needs a value which is not there says which, and is never "not ready"."""

    def find() -> str:
        raise problem

    with pytest.raises(NotKnownError, match="without the login: see above") as raised:
        Once("the login", find).needed()
    assert raised.value.finding.status is Status.NOT_KNOWN


def test_a_bug_is_no_finding() -> None:
    """What is no answer of AWS or of the engine is raised as it is."""

    def find() -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Once("it", find).needed()


def test_what_is_ready_has_no_next_step() -> None:
    """Nothing to do."""
    assert ready("all") == Finding(Status.READY, "all", "", ())
