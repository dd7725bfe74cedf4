"""The environments of the functions behind the gateway that know their callers."""

from typing import Annotated

from pydantic import Field, Json

from runtime.contract.env import CommonEnv, DirectoryEnv, Text
from runtime.contract.throttle import Throttle


class MessageKeysEnv(CommonEnv):
    """The keys that merchants encrypt for."""

    MESSAGE_KEY_ARNS: Json[Annotated[list[Text], Field(min_length=1, max_length=2)]]
    """JSON array; the first is the one to use."""


class CallersEnv(DirectoryEnv):
    """The gateway's functions: whom they let in, and how often."""

    MERCHANT_LIMIT: Json[Throttle]
    """Of a merchant's calls, where the directory has none of its own."""


class ReadPaymentsEnv(CallersEnv, MessageKeysEnv):
    """`read_payments`."""


class CancelPaymentEnv(CallersEnv):
    """`cancel_payment`."""
