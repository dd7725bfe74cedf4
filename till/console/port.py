"""What the console asks of a stack: the operators' own commands, as functions."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from till.lib.operators_api import Answer
from till.payments.reading import Entry, Row
from till.redrive.redrive import Kind
from till.redrive.seen import Seen
from till.watch.alarms import Alarm
from till.watch.gateway_health import Circuit


class Found(NamedTuple):
    """A page of a list."""

    rows: Sequence[Row]
    """Newest first."""
    cursor: str | None
    """Where it goes on; None: everything was looked through."""


class Lying(NamedTuple):
    """The dead letters of one queue."""

    letters: Sequence[Seen]
    held: int
    """So many more are taken by somebody else just now."""


class ConsoleStack(Protocol):
    """A stack, asked with the credentials of whoever started the console.

    Each method raises one of `till.lib.exits.PROBLEMS`, which is told in words.
    """

    name: str
    """As a person knows it."""

    def listed(self, query: Mapping[str, str], limit: int) -> Found:
        """At most `limit` payments, by the filters of `GET /v1/ops/payments`."""

    def row(self, payment_id: str) -> Row:
        """One payment."""

    def entries(self, payment_id: str) -> Sequence[Entry]:
        """What happened to it, oldest first."""

    def resolve(self, payment_id: str, body: Mapping[str, str]) -> Answer:
        """What the stack answered to a person's word: 200 done, 202 proposed."""

    def circuit(self) -> Circuit:
        """Whether calls to the provider flow."""

    def alarms(self) -> Sequence[Alarm]:
        """All alarms, those that ring first."""

    def letters(self, queue: Kind) -> Lying:
        """What each dead letter would do; nothing is moved."""
