"""The environment is read once, and what is missing is named."""

import pytest
from pydantic import ValidationError

from runtime.contract.env import read_environment
from runtime.contract.env_timed import NotifyCustomerEnv


def test_the_processes_own_environment_is_what_is_read() -> None:
    """Without the variables the function stops with their names."""
    with pytest.raises(ValidationError, match="SENDER_ADDRESS"):
        read_environment(NotifyCustomerEnv)
