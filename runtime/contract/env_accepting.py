"""The environment of the function that accepts payments: a caller's, and the times of its queue."""

from pydantic import Json

from runtime.contract.env import Text
from runtime.contract.env_gateway import CallersEnv, MessageKeysEnv
from runtime.contract.timing import Timing


class AcceptPaymentEnv(CallersEnv, MessageKeysEnv):
    """`accept_payment`."""

    PAYMENT_QUEUE_URL: Text
    SEALING_KEY_ARN: Text
    CURRENCIES: Json[list[str]]
    """JSON array of lower-case ISO 4217 codes that this stack accepts."""
    EVENT_BUS: str
    """ARN of the bus that events are put on; empty: there is none."""
    LIVEMODE: bool
    TIMING: Json[Timing]
