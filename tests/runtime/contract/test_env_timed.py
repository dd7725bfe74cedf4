"""Functions with times: a wrong variable is named without its value."""

import pytest
from pydantic import ValidationError

from runtime.contract.env_timed import ProcessPaymentEnv
from runtime.contract.timing import Timing

READ = {
    "POWERTOOLS_SERVICE_NAME": "read_payments",
    "POWERTOOLS_METRICS_NAMESPACE": "Tillstack",
    "POWERTOOLS_LOG_LEVEL": "INFO",
    "PAYMENTS_TABLE": "payments",
    "ENTRIES_TABLE": "entries",
    "EVENTS_TABLE": "events",
    "MERCHANTS_TABLE": "merchants",
}
PROCESS = {
    **READ,
    "PAYMENT_QUEUE_URL": "https://queue.example.com/payments",
    "NOTIFICATION_QUEUE_URL": "https://queue.example.com/notifications",
    "EVENT_QUEUE_URL": "https://queue.example.com/events.fifo",
    "SEALING_KEY_ARN": "arn:aws:kms:eu-central-1:111122223333:key/1",
    "PSP_SECRET_ARN": "arn:aws:secretsmanager:eu-central-1:111122223333:secret:psp",
    "PSP_API_BASE": "https://api.stripe.com",
    "LIVEMODE": "false",
    "TIMING": Timing(back_off=(1, 2, 3)).model_dump_json(),
}


def test_json_in_the_environment_becomes_values() -> None:
    """Maps, booleans and the timing are read as what they are."""
    env = ProcessPaymentEnv.model_validate(PROCESS)
    assert env.TIMING.back_off == (1, 2, 3)
    assert env.LIVEMODE is False


@pytest.mark.parametrize("name", sorted(PROCESS.keys() - {"MERCHANTS_TABLE"}))
def test_each_variable_is_needed(name: str) -> None:
    """A missing variable is named."""
    with pytest.raises(ValidationError, match=name):
        ProcessPaymentEnv.model_validate(
            {key: value for key, value in PROCESS.items() if key != name}
        )


@pytest.mark.parametrize("name", ["TIMING", "LIVEMODE"])
def test_a_wrong_value_is_named_and_not_repeated(name: str) -> None:
    """The error tells which variable, and keeps what was in it to itself."""
    with pytest.raises(ValidationError, match=name) as caught:
        ProcessPaymentEnv.model_validate({**PROCESS, name: "hush-hush"})
    assert "hush-hush" not in str(caught.value)
