"""What functions read of their environment, once, into frozen models.

A component sets exactly these names (the contract test holds both sides together);
a missing or wrong one stops the function with the name and never with the value.

Each function imports its own model: `env_gateway.py`, `env_accepting.py`, `env_timed.py`,
`env_untimed.py`. Here stands what several of them share; `environments.py` lists them all.
"""

import os
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1)]


class LogEnv(BaseModel):
    """How much is logged."""

    # A function builds the validator of its own environment and of no other.
    model_config = ConfigDict(
        frozen=True, extra="ignore", hide_input_in_errors=True, defer_build=True
    )

    LOGGED_PAYMENTS: Annotated[int, Field(ge=0, le=100)] = 100
    """Of a hundred payments, of how many each good step is a line."""


class CommonEnv(LogEnv):
    """What every function has: beside that the names that Powertools reads."""

    POWERTOOLS_SERVICE_NAME: Text
    POWERTOOLS_METRICS_NAMESPACE: Text
    POWERTOOLS_LOG_LEVEL: Literal["DEBUG", "INFO", "WARNING", "ERROR"]


class BookEnv(CommonEnv):
    """The ledger's two tables."""

    PAYMENTS_TABLE: Text
    ENTRIES_TABLE: Text


class LedgerEnv(BookEnv):
    """Beside the two, the table of events that merchants are told."""

    EVENTS_TABLE: Text


class MerchantsEnv(CommonEnv):
    """The directory of merchants and their app clients."""

    MERCHANTS_TABLE: Text


class DirectoryEnv(LedgerEnv, MerchantsEnv):
    """The directory beside the ledger."""


EnvT = TypeVar("EnvT", bound=LogEnv)


def read_environment(model: type[EnvT]) -> EnvT:
    """The function's environment as `model`.

    Raises:
        pydantic.ValidationError: naming each variable that is missing or wrong.
    """
    return model.model_validate(dict(os.environ))
