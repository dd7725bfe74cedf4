"""What the operators' routes answer, as models: what is stored, as it is stored."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from runtime.domain.circuit import FailureReason, State
from runtime.wire.responses import Listed, one_of


class Raw(BaseModel):
    """Operators read what is stored, as it is stored: more members may come with any version."""

    model_config = ConfigDict(extra="allow", title=None, defer_build=True)


class LedgerRow(Raw):
    """A payment's row, without what is sealed."""

    object: Literal["ledger_row"]
    payment_id: str
    status: str
    merchant: str
    version: int = Field(description="The last entry's number.")


class LedgerEntry(Raw):
    """One entry; `hash` is over everything else in it, `object` left out."""

    object: Literal["ledger_entry"]
    payment_id: str
    seq: int
    prev_hash: str
    hash: str


class Circuit(Raw):
    """The provider's circuit breaker, as the workers share it."""

    object: Literal["circuit"]
    state: Annotated[str, one_of(State)]
    until: int = Field(description="Unix seconds; open until then.")
    failure_reason: Annotated[str, one_of(FailureReason)] | None


class RawEntryList(Listed[LedgerEntry]):
    """The ledger of one payment as it is stored, for operators."""


class RawPaymentList(Listed[LedgerRow]):
    """A page of payments as they are stored, for operators.

    It ends early where it would cost too much: `data` may then hold fewer than `limit`, or none.
    """

    has_more: bool = Field(description="True: not all was looked through.")
    next_cursor: str | None = Field(
        description="Give it as `starting_after` for the next page; null where there is none."
    )
