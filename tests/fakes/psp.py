"""A PSP with a book of its own, that tells the truth unless a script says otherwise."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from runtime.domain.payment import Payment
from runtime.domain.private import Clear
from runtime.domain.psp import Outcome, OutcomeKind, PspCharge, PspObject, PspRecord, PspState

Scripted = Any
"""An `Outcome`, a `PspRecord`, a ref, an exception to raise.

Or a function of the ref giving one.
"""

_HANDLED_BY = {
    OutcomeKind.APPROVED: PspState.PAID,
    OutcomeKind.DECLINED: PspState.DECLINED,
    OutcomeKind.PENDING: PspState.PENDING,
}


@dataclass(frozen=True)
class Call:
    """One call that arrived."""

    method: str
    ref: str | None
    payment_id: str | None = None
    attempt: int | None = None
    since: int | None = None


class FakePsp:
    """Answers from its scripts first, then from its book.

    A scripted charge outcome moves the book as it says (approved: paid); to lie, script a
    function: `psp.script("charge", [lambda ref: psp.lie(ref, Outcome(OutcomeKind.UNKNOWN))])`
    takes the money and says it does not know.
    """

    name = "fake"

    def __init__(self, *, livemode: bool = False) -> None:
        self.livemode = livemode
        self.book: dict[str, PspRecord] = {}
        """Ref → what is really so."""
        self.calls: list[Call] = []
        self.charges: list[str] = []
        """Refs, once for each time that money was taken."""
        self._scripts: defaultdict[str, deque[Scripted]] = defaultdict(deque)
        self._amounts: dict[str, int] = {}

    def script(self, method: str, answers: Iterable[Scripted]) -> None:
        """Answer the next calls of `method` with these, in order."""
        self._scripts[method].extend(answers)

    def called(self, method: str) -> Sequence[Call]:
        """The calls of one method, in order."""
        return [call for call in self.calls if call.method == method]

    def prepare(self, payment: Payment, payment_method: Clear, key: int) -> PspObject | Outcome:
        """The same ref for the same payment and key; unconfirmed in the book."""
        del payment_method
        ref = f"pi_{payment.payment_id}" + (f"_{key}" if key > 1 else "")
        self.calls.append(Call("prepare", ref, payment.payment_id))
        self._amounts[ref] = payment.amount
        self.book.setdefault(
            ref,
            PspRecord(
                ref=ref,
                state=PspState.NOT_CHARGED,
                amount_received=0,
                currency=payment.currency,
                livemode=self.livemode,
                payment_id=payment.payment_id,
            ),
        )
        found, answer = self._scripted("prepare", ref)
        return answer if found else PspObject(ref)

    def charge(self, payment: Payment, ref: str, attempt: int) -> Outcome:
        """Approve, and take the money once."""
        self.calls.append(Call("charge", ref, payment.payment_id, attempt))
        found, answer = self._scripted("charge", ref)
        outcome: Outcome = answer if found else Outcome(OutcomeKind.APPROVED)
        self._move(ref, outcome)
        return outcome

    def lookup(self, ref: str) -> PspRecord | Outcome:
        """The book's line."""
        self.calls.append(Call("lookup", ref))
        found, answer = self._scripted("lookup", ref)
        return answer if found else self.book[ref]

    def cancel(self, ref: str) -> PspRecord | Outcome:
        """Cancel in the book, unless it is paid."""
        self.calls.append(Call("cancel", ref))
        found, answer = self._scripted("cancel", ref)
        if found:
            ended: PspRecord | Outcome = answer
            return ended
        if self.book[ref].state is not PspState.PAID:
            self.set(ref, state=PspState.CANCELED)
        return self.book[ref]

    def list(self, since: int) -> Iterator[PspRecord | Outcome]:
        """The book, newest first; a script's one answer ends it."""
        self.calls.append(Call("list", None, since=since))
        found, answer = self._scripted("list", "")
        for psp_record in reversed(self.book.values()):
            yield replace(psp_record, charge=None)
        if found:
            yield answer

    def take(self, ref: str) -> PspRecord:
        """Take the money in the book, whatever is answered; a paid payment stays as it is."""
        if self.book[ref].state is not PspState.PAID:
            self.charges.append(ref)
            charge = PspCharge(
                f"ch_{ref}", paid=True, captured=True, refunded=False, disputed=False
            )
            self.set(
                ref, state=PspState.PAID, amount_received=self._amounts.get(ref, 0), charge=charge
            )
        return self.book[ref]

    def lie(self, ref: str, outcome: Outcome) -> Outcome:
        """Take the money and answer something else."""
        self.take(ref)
        return outcome

    def set(self, ref: str, **facts: Any) -> None:
        """Change a line of the book."""
        self.book[ref] = replace(self.book[ref], **facts)

    def _move(self, ref: str, outcome: Outcome) -> None:
        state = _HANDLED_BY.get(outcome.kind)
        if state is None or self.book[ref].state is PspState.PAID:
            return
        if state is PspState.PAID:
            self.take(ref)
        else:
            decline = outcome if state is PspState.DECLINED else None
            self.set(ref, state=state, decline=decline)

    def _scripted(self, method: str, ref: str) -> tuple[bool, Scripted]:
        if not self._scripts[method]:
            return False, None
        answer = self._scripts[method].popleft()
        if callable(answer):
            answer = answer(ref)
        if isinstance(answer, BaseException):
            raise answer
        return True, answer
