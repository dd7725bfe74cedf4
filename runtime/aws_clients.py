"""AWS clients, made once when asked for, each with its limits of time and number."""

from collections.abc import Callable
from functools import cache, partial
from threading import Lock
from typing import Any, Final, TypeVar, TypeVarTuple

import botocore.session
from botocore.config import Config

from runtime.contract.fixed_times import FIXED
from runtime.step_log.aws_calls import say_calls

_USER_AGENT: Final = f"Tillstack Botocore/{botocore.__version__}"
"""As CloudTrail's `userAgent` shows it."""

Ts = TypeVarTuple("Ts")
T = TypeVar("T")


def once(build: Callable[[*Ts], T]) -> Callable[[*Ts], T]:
    """`build`, called once for each set of arguments even by many threads; failures repeat."""
    lock, kept = Lock(), cache(build)

    def get(*args: *Ts) -> T:
        with lock:
            return kept(*args)

    return get


def _config(connect: float, read: float, attempts: int) -> Config:
    return Config(
        connect_timeout=connect,
        read_timeout=read,
        # `max_attempts` would count retries; this counts calls.
        retries={"mode": "standard", "total_max_attempts": attempts},
        # What is sent was validated by our own models, and AWS validates it again: the SDK's third
        # look at the types costs a payment's acceptance a tenth of its processor time.
        parameter_validation=False,
        # Given one, the SDK does not put its own together anew for each call.
        user_agent=_USER_AGENT,
    )


ACCEPTING = partial(_config, FIXED.accepting_connect, FIXED.accepting_read, 2)
"""Seconds, seconds, calls: what fits into the gateway's 1.9 s."""
WORKING = partial(_config, 2, 5, 3)
POLLING = partial(_config, 2, 25, 1)
"""Longer than a long poll; whoever polls begins again by itself."""
MAILING = partial(_config, FIXED.mailing_connect, FIXED.mailing_read, 1)
"""SES has no idempotency token: a repeat would be a second mail."""


@once
def client(service: str, config: Callable[[], Config]) -> Any:
    """The client of one service; there is one for each of the three ways to call."""
    return say_calls(_session().create_client(service, config=config()))


# Whoever asks for a client holds its lock: a session makes one client at a time.
@cache
def _session() -> botocore.session.Session:
    return botocore.session.get_session()
