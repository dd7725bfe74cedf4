"""What is asked of the payment service provider, and what it answers."""

from collections.abc import Iterator
from typing import Any, TypeVar

from runtime.domain.payment import Payment
from runtime.domain.private import Clear
from runtime.domain.psp import Outcome, Psp, PspObject, PspRecord
from runtime.step_log.step import of, step

AnswerT = TypeVar("AnswerT", Outcome, PspObject | Outcome, PspRecord | Outcome)


class LoggedPsp:
    """A Psp. Each call is a line; a list is many objects of nobody's payment, and none."""

    def __init__(self, psp: Psp) -> None:
        self._psp = psp
        self.name = psp.name

    def prepare(self, payment: Payment, payment_method: Clear, key: int) -> PspObject | Outcome:
        """See the port."""
        with step("psp.prepare", **of(payment), key=key) as said:
            return _told(said, self._psp.prepare(payment, payment_method, key))

    def charge(self, payment: Payment, ref: str, attempt: int) -> Outcome:
        """See the port."""
        with step("psp.charge", **of(payment), attempt=attempt) as said:
            return _told(said, self._psp.charge(payment, ref, attempt))

    def lookup(self, ref: str) -> PspRecord | Outcome:
        """See the port."""
        with step("psp.lookup") as said:
            return _told(said, self._psp.lookup(ref))

    def cancel(self, ref: str) -> PspRecord | Outcome:
        """See the port."""
        with step("psp.cancel") as said:
            return _told(said, self._psp.cancel(ref))

    def list(self, since: int) -> Iterator[PspRecord | Outcome]:
        """See the port."""
        return self._psp.list(since)


def _told(said: dict[str, Any], answer: AnswerT) -> AnswerT:
    """The answer, once the line knows its outcome and the id that the PSP's support asks for."""
    if isinstance(answer, PspObject):
        said["outcome"] = "prepared"
    elif isinstance(answer, PspRecord):
        said["outcome"] = answer.state
    else:
        known = {"code": answer.code, "psp_request_id": answer.request_id}
        said |= {"outcome": answer.kind, **{k: each for k, each in known.items() if each}}
    return answer
