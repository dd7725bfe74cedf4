"""What the conformance tests share: the fixtures' types and two readings of an answer."""

from collections.abc import Callable

from runtime.domain.payment import Payment
from runtime.domain.psp import Outcome, OutcomeKind, PspRecord

Prepared = Callable[[str], tuple[Payment, str]]
Captures = Callable[[Payment], list[tuple[int, str]]]
MakePayment = Callable[..., Payment]


def seen(answer: PspRecord | Outcome) -> PspRecord:
    """The psp_record, where the answer is one."""
    assert isinstance(answer, PspRecord), answer
    return answer


def codes(outcome: Outcome) -> tuple[OutcomeKind, str | None, str | None]:
    """What decides about an outcome."""
    return outcome.kind, outcome.code, outcome.decline_code
