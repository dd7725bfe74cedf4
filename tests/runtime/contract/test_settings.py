"""Sizes, throttle and domain: what a stack may set of them."""

import pytest
from pydantic import ValidationError

from runtime.contract.settings import Domain, FunctionSize


def test_a_stack_s_words_and_ours_both_name_a_setting() -> None:
    """CamelCase as the configuration writes it, snake_case as the program does."""
    assert FunctionSize.model_validate({"memoryMb": 768}) == FunctionSize(memory_mb=768)


@pytest.mark.parametrize(
    ("model", "given"),
    [
        (FunctionSize, {"memory_mb": 127}),
        (FunctionSize, {"timeout_seconds": 901}),
        (FunctionSize, {"maximum_concurrency": 1}),
        (Domain, {"name": "Pay.example.com", "certificate_arn": "arn:aws:acm:eu-central-1:1:c/1"}),
        (Domain, {"name": "pay.example.com", "certificate_arn": "arn:aws:iam::1:c/1"}),
    ],
)
def test_what_aws_would_refuse_is_refused(
    model: type[FunctionSize | Domain], given: dict[str, object]
) -> None:
    """Bounds of Lambda, SQS's mapping and API Gateway; an unknown key is one as well."""
    with pytest.raises(ValidationError):
        model.model_validate(given)
