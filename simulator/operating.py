"""People who look at the stack now and then: they resolve what is parked, and ask for mails again.

What they say is mostly true; now and then they err, or two of them do the same thing at once.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final, Literal

from runtime.contract.currencies import CURRENCIES
from runtime.domain.errors import (
    NotificationNotResendableError,
    PaymentMissingError,
    PaymentNotErasableError,
    PaymentNotInReviewError,
    ProviderSilentError,
    ResolutionContradictedError,
    SecondPersonNeededError,
    UnavailableError,
)
from runtime.domain.payment import MailStatus, Payment, Status
from runtime.domain.psp import PspState
from runtime.use_cases.read_ledger import OperatePaymentsPorts
from runtime.use_cases.resend_notification import resend_notification
from runtime.use_cases.resolve_review import read_resolution, resolve_review
from runtime.wire.documents import InvalidFieldsError
from simulator.circuit import SimCircuitStore
from simulator.invocation import Invocation
from simulator.ports import SimLedger, SimMessageQueue
from simulator.psp import SimPsp

if TYPE_CHECKING:
    from simulator.harness import Harness

Said = Literal["succeeded", "failed"]

LASTS: Final = 30
"""Seconds of the operators' function."""

FOUR_EYES: Final = dict.fromkeys(CURRENCIES, 0)
"""Two people resolve whatever it is."""
PERSON: Final = "arn:aws:iam::111122223333:user/jane"
PEOPLE: Final = (
    PERSON,
    "arn:aws:sts::111122223333:assumed-role/operators/jane",
    "arn:aws:sts::111122223333:assumed-role/operators/jane-again",
    "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Operators_0123456789abcdef/joe",
)
"""Three people: two sessions of a role are one."""
MISTAKE, TOGETHER, AGAIN = 0.2, 0.3, 0.3
"""Chances per payment and visit."""

REFUSALS: Final = (
    InvalidFieldsError,
    NotificationNotResendableError,
    PaymentMissingError,
    PaymentNotErasableError,
    PaymentNotInReviewError,
    ProviderSilentError,
    ResolutionContradictedError,
    SecondPersonNeededError,
    UnavailableError,
)
"""What a person is answered instead; they look again on the next visit."""


def visit_sometime(harness: "Harness") -> None:
    """Plan the visits of a history."""
    for _ in range(harness.options.visits):
        harness.scheduler.after(
            harness.fault_injection.within(0, harness.options.horizon), partial(visit, harness)
        )


def visit(harness: "Harness") -> None:
    """Look at every payment, and act on some; and at the dead letters."""
    if harness.fault_injection.chance(AGAIN):
        harness.redrive()
    for row in harness.observed.rows().values():
        act: Callable[[], None] | None = None
        if row.status is Status.REQUIRES_REVIEW:
            mistaken = harness.fault_injection.chance(MISTAKE)
            evidence = None if harness.fault_injection.chance(MISTAKE) else "TICKET-1"
            said = _truth(harness, row, but=mistaken)
            act = partial(resolve_now, harness, row.payment_id, said, evidence)
        elif (
            row.notification.status is MailStatus.SENT
            and harness.fault_injection.rng.random() < AGAIN
        ):
            act = partial(resend_now, harness, row.payment_id)
        if act:
            for _ in range(1 + harness.fault_injection.chance(TOGETHER)):
                harness.scheduler.start(act)


def _truth(harness: "Harness", row: Payment, *, but: bool) -> Said:
    """What the PSP's own book says, or the opposite."""
    state = harness.observed.book.intents[row.provider.ref].state if row.provider else None
    return "succeeded" if (state is PspState.PAID) is not but else "failed"


def resolve_now(harness: "Harness", payment_id: str, said: str, evidence: str | None) -> None:
    """A person resolves one payment, or may not; a task."""
    document = {"resolution": said, "reason": "The report says so.", "evidence": evidence}
    four_eyes = harness.options.four_eyes
    who = harness.people_rng.choice(PEOPLE) if four_eyes else PERSON
    as_person(
        harness,
        f"resolutions to {said}",
        lambda run, ports: resolve_review(
            payment_id,
            read_resolution(document),
            operator=who,
            request_id=run.request_id,
            ports=ports,
        ),
    )


def resend_now(harness: "Harness", payment_id: str) -> None:
    """A person asks for a mail again, or may not; a task."""
    as_person(
        harness,
        "mails asked for again",
        lambda run, ports: resend_notification(
            payment_id, operator=PERSON, request_id=run.request_id, ports=ports
        ),
    )


def as_person(
    harness: "Harness", what: str, do: Callable[[Invocation, OperatePaymentsPorts], Payment]
) -> None:
    """One call of the operators' function; what it is answered is counted, refused or not."""
    run = Invocation(harness, "operator", LASTS)
    ports = OperatePaymentsPorts(
        ledger=SimLedger(run),
        psp=lambda: SimPsp(run),
        circuit=lambda: SimCircuitStore(run),
        notification_queue=SimMessageQueue(run, harness.notification_queue),
        clock=run,
        metrics=run,
        timing=harness.observed.timing,
        four_eyes=FOUR_EYES if harness.options.four_eyes else {},
    )
    try:
        do(run, ports)
    except REFUSALS as error:
        harness.note(run.request_id, type(error).__name__)
        contradicted = isinstance(error, ResolutionContradictedError)
        harness.coverage.counts["resolutions contradicted"] += contradicted
        harness.coverage.counts["people who can't confirm themselves"] += isinstance(
            error, SecondPersonNeededError
        )
        harness.coverage.counts["erasures refused"] += isinstance(error, PaymentNotErasableError)
        harness.coverage.counts["resolutions not explained"] += isinstance(
            error, InvalidFieldsError
        )
    else:
        harness.coverage.counts[what] += 1
