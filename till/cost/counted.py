"""What a payment asks of AWS, as `make cost` counted it on a running stack."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

COUNTED: Final = Path(__file__).with_name("counted.json")


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Work(_Kept):
    """What one function does for one payment, or in one run of its schedule."""

    memory_mb: int
    restores: bool
    """Whether it starts from a snapshot."""
    takes_messages: bool
    """Whether a queue calls it."""
    invocations: int
    gateway_requests: int
    calls: Mapping[str, int]
    """`service:Operation` → how often; of DynamoDB those on the ledger's two tables."""
    write_units: Mapping[str, int]
    """Table, `sealed` (which lies beside the rows), or index → units of writing."""
    read_units: float
    lines: int
    """Of its log."""
    log_bytes: int
    """Of those lines, as CloudWatch Logs counts them: 26 more for each."""
    processor_ms: float
    """On the machine that counted, whose processor is not AWS's."""


class Keys(_Kept):
    """Requests to KMS for a payment that finds nothing cached."""

    sealing: int
    """By our functions, for data keys of sealed fields: once per merchant and 300 s."""
    tables: int
    """By DynamoDB, for each function and table: once in 300 s."""
    queues: int
    """By SQS: two for who sends and one for who receives, once in 300 s."""

    @property
    def together(self) -> int:
        """All of them."""
        return self.sealing + self.tables + self.queues


class Counted(_Kept):
    """The kept file."""

    as_of: date
    payments: int
    """How many were made for it."""
    functions: Mapping[str, Work]
    """By handler, of one payment from its request to its mail, with the provider's one event."""
    sweep: Work
    """One run of the sweeper that finds nothing."""
    keys: Keys
    psp_calls: int
    metrics: int
    """Custom metrics that it writes: each name of each function."""
    stored_bytes: int
    """What stays in both tables and the indexes."""

    def calls(self, service: str) -> int:
        """How often a payment calls the service."""
        return sum(
            times
            for each in self.functions.values()
            for call, times in each.calls.items()
            if call.startswith(f"{service}:")
        )

    def writes(self) -> Iterator[tuple[str, str, int]]:
        """Function, part as in `write_units`, and units of writing."""
        for function, work in self.functions.items():
            for part, units in work.write_units.items():
                yield function, part, units


@cache
def counted() -> Counted:
    """The count that this version has."""
    return Counted.model_validate_json(COUNTED.read_text(encoding="utf-8"))
