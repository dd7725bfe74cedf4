"""What every answer is made as, and the answers that hold nothing of a payment.

`docs/openapi.json` is made of them, and of `responses.py`: whoever answers no more than that it
has received something builds none of those.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


def _absent(value: object) -> bool:
    return value is None


class Shown(BaseModel):
    """A part of an answer: complete, and with nothing else in it. Times are Unix seconds.

    Made of what the domain has validated: patterns and bounds are documented, and not checked
    again; a part with the same names is read from the domain value's attributes.
    """

    # Built when first shown, so that a function builds what it answers and no more.
    model_config = ConfigDict(extra="forbid", from_attributes=True, title=None, defer_build=True)


class Health(Shown):
    """Whether the ledger answers."""

    status: Literal["ok"]


class Received(Shown):
    """That the provider need not tell again."""

    received: Literal[True]


class FieldFault(Shown):
    """One broken rule of a request."""

    code: str
    detail: str
    param: str | None


class Problem(Shown):
    """RFC 9457, with a code to switch on."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    param: str | None = Field(default=None, exclude_if=_absent)
    errors: list[FieldFault] | None = Field(default=None, exclude_if=_absent)
    request_id: str
