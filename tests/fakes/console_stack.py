"""A stack of the console's port, over rows and entries that tests write down."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from till.console.port import Found, Lying
from till.lib.operators_api import Answer
from till.payments.reading import Entry, Row
from till.redrive.redrive import Kind
from till.watch.alarms import Alarm
from till.watch.gateway_health import Circuit

T = TypeVar("T")

NOW = 1_795_000_000
EXAMPLE_ID = "pay_3fq7z2m5k4r6w2x4t6v3b2n7ca"
ID = f"pay_{'a' * 26}"
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&"


def a_row(payment_id: str = ID, **fields: Any) -> dict[str, Any]:
    """A payment as the operators' routes show it."""
    row: dict[str, Any] = {
        "v": 1,
        "payment_id": payment_id,
        "status": "requires_review",
        "merchant": "acme",
        "amount": 2500,
        "currency": "eur",
        "reference": "order-7",
        "created_at": NOW - 600,
        "created_key": f"{NOW - 600}",
        "attempt_count": 1,
        "email_masked": "j…@…",
        "notification": {"status": "none"},
        "error": {"code": "verification_timeout"},
    }
    return {**row, **fields}


def an_entry(**fields: Any) -> dict[str, Any]:
    """The first entry of a payment."""
    data = {"transition": "accept", "amount": 2500, "currency": "eur", "merchant": "acme"}
    entry = {"v": 1, "seq": 1, "at": NOW - 600, "type": "accepted", "actor": "accept_payment:1"}
    return {**entry, "data": data, **fields}


class FakeStack:
    """Answers what it is told to; what is an exception is raised."""

    def __init__(self) -> None:
        self.name = "tillstack-local"
        self.rows: list[Row] | Exception = [a_row()]
        self.story: Sequence[Entry] | Exception = [an_entry()]
        self.flows: Circuit | Exception = Circuit(
            state="closed", until=0, openings=0, failure_reason=None
        )
        self.alarm_list: Sequence[Alarm] | Exception = []
        self.lying: Lying | Exception = Lying((), 0)
        self.answer: Answer | Exception = Answer(200, a_row(status="succeeded"))
        self.cursor: str | None = None
        self.queries: list[Mapping[str, str]] = []
        self.resolved: list[tuple[str, Mapping[str, str]]] = []

    def listed(self, query: Mapping[str, str], limit: int) -> Found:
        """The rows."""
        self.queries.append({**query, "limit": str(limit)})
        status = query.get("status")
        rows = [row for row in _said(self.rows) if status in {None, row["status"]}]
        return Found(rows, self.cursor)

    def row(self, payment_id: str) -> Row:
        """The row of that id."""
        return next(row for row in _said(self.rows) if row["payment_id"] == payment_id)

    def entries(self, payment_id: str) -> Sequence[Entry]:
        """The same for each."""
        assert payment_id
        return _said(self.story)

    def resolve(self, payment_id: str, body: Mapping[str, str]) -> Answer:
        """The answer."""
        self.resolved.append((payment_id, body))
        return _said(self.answer)

    def circuit(self) -> Circuit:
        """The circuit."""
        return _said(self.flows)

    def alarms(self) -> Sequence[Alarm]:
        """The alarms."""
        return _said(self.alarm_list)

    def letters(self, queue: Kind) -> Lying:
        """The same of each queue."""
        assert queue in set(Kind)
        return _said(self.lying)

    def clock(self) -> int:
        """The moment at which everything above is."""
        return NOW


def example() -> FakeStack:
    """A stack in the afternoon of a day, with something to do: it is photographed."""
    midnight = NOW - NOW % 86_400
    stack = FakeStack()
    day = [
        a_row(
            f"pay_{number:026d}",
            created_at=midnight + number * 97,
            created_key=f"{number:06d}",
            status=("failed" if number % 11 == 0 else "succeeded") if number < 398 else "queued",
            amount=900 + number * 13 % 7_000,
            currency="eur" if number % 5 else "usd",
            error=None,
        )
        for number in range(0, 412, 1 + 412 // 300)
    ]
    waits = a_row(EXAMPLE_ID, reference="order-1042", merchant="acme", amount=12_950)
    stack.rows = [waits, *day]
    whose = {"currency": "eur", "merchant": "acme"}
    stack.story = [
        an_entry(data={"transition": "accept", "amount": 12_950, **whose}),
        an_entry(
            seq=2,
            at=NOW - 598,
            type="attempt_started",
            actor="process_payment:1",
            data={"transition": "claim", "number": 1},
        ),
        an_entry(
            seq=3,
            at=NOW - 12,
            type="review",
            actor="process_payment:1",
            data={"transition": "park", "error": {"code": "verification_timeout"}},
        ),
    ]
    stack.alarm_list = [
        Alarm(
            name="tillstack-prod-requires-review",
            state="ALARM",
            says="A person must decide about a payment.",
            since="2026-11-18T11:06:00Z",
        ),
        *(
            Alarm(name=f"tillstack-prod-{number}", state="OK", says="", since="2026-11-18")
            for number in range(73)
        ),
    ]
    stack.name = "tillstack-prod"
    return stack


def _said(value: T | Exception) -> T:
    if isinstance(value, Exception):
        raise value
    return value
