"""The function that accepts payments: what it is told of a caller, and of times."""

import pytest
from pydantic import ValidationError

from runtime.contract.env_accepting import AcceptPaymentEnv
from tests.runtime.test_bootstrap import ENVIRONMENT


@pytest.mark.parametrize("name", ["CURRENCIES", "MERCHANT_LIMIT", "SEALING_KEY_ARN", "TIMING"])
def test_each_of_its_variables_is_needed(name: str) -> None:
    """A missing one is named at the start, and not by the first payment."""
    rest = {key: value for key, value in ENVIRONMENT.items() if key != name}
    with pytest.raises(ValidationError, match=name):
        AcceptPaymentEnv.model_validate(rest)
