"""How many calls are let in, as a stack and the directory of merchants set it."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel


class Configured(BaseModel):
    """Read from a configuration, in camelCase; no error shows a value."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        alias_generator=to_camel,
        validate_by_alias=True,
        validate_by_name=True,
        defer_build=True,
    )


class Throttle(Configured):
    """What the gateway lets through per method: `rate` calls a second, `burst` at once."""

    # Descriptions are no docstrings, for which pydantic reads and parses a file at its import: of
    # all settings, the functions import this one.

    rate: Annotated[int, Field(ge=1, le=10_000, description="Calls a second.")] = 25
    burst: Annotated[int, Field(ge=1, le=5_000, description="Calls at once.")] = 25
