"""The functions that know their callers: what they are told of them."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from runtime.contract.env_gateway import ReadPaymentsEnv
from tests.runtime.test_bootstrap import ENVIRONMENT


def test_a_limit_and_keys_are_read_from_json() -> None:
    """As what they are: two numbers, and a list."""
    own = ReadPaymentsEnv.model_validate(ENVIRONMENT)
    assert (own.MERCHANT_LIMIT.rate, own.MERCHANT_LIMIT.burst) == (5, 5)
    assert json.loads(ENVIRONMENT["MESSAGE_KEY_ARNS"]) == own.MESSAGE_KEY_ARNS


@pytest.mark.parametrize("keys", [[], ["one", "two", "three"]])
def test_there_are_one_or_two_message_keys(keys: list[Any]) -> None:
    """None could be asked for, and of three nobody would know which is replaced."""
    with pytest.raises(ValidationError, match="MESSAGE_KEY_ARNS"):
        ReadPaymentsEnv.model_validate(ENVIRONMENT | {"MESSAGE_KEY_ARNS": json.dumps(keys)})
