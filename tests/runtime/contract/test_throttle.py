"""How many calls are let in."""

import pytest
from pydantic import ValidationError

from runtime.contract.throttle import Throttle


@pytest.mark.parametrize("given", [{"rate": 0}, {"burst": 5_001}, {"rates": 1}])
def test_what_aws_would_refuse_is_refused(given: dict[str, int]) -> None:
    """And a word that means nothing is no setting."""
    with pytest.raises(ValidationError):
        Throttle.model_validate(given)


def test_each_number_is_described() -> None:
    """The page of settings shows it."""
    assert all(each.description for each in Throttle.model_fields.values())
