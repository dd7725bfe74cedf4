"""Times that no stack sets: our own choices, and what AWS and the PSP keep to.

They stand in one place because the relations of `time_relations.py` compare them with what a
stack may set. All values are seconds, but for the counts.
"""

from typing import Final, NamedTuple

_HOUR: Final = 3600
_DAY: Final = 24 * _HOUR


class FixedTimes(NamedTuple):
    """A relation's test may build others; everything else takes `FIXED`."""

    clock_step: int = 1
    """The ledger's times are whole Unix seconds."""
    time_to_start: int = 3
    """From an invocation's start to its first call to the PSP: circuit, row and card token."""
    time_to_write: int = 5
    """Left after a call to the PSP, to write what it answered."""
    calls_of_a_step: int = 3
    """The most calls to the PSP with nothing written between them: a look-up, a cancel, and the
    read where it is too late to cancel."""
    calls_of_an_operator: int = 2
    """A cancel, and the read where it is too late."""
    most_looks: int = 10_000
    """At one payment or mail; each try of a mail writes two entries to the ledger."""
    longest_delay: int = 900
    """Of a message (SQS, "SendMessage", DelaySeconds)."""
    psp_key_life: int = _DAY
    """An idempotency key's (Stripe, "Idempotent requests": removed after at least 24 hours)."""
    queue_retention: int = 4 * _DAY
    dead_letter_retention: int = 14 * _DAY
    """The longest that SQS allows."""
    max_receives: int = 10
    """A dead letter means that our infrastructure is broken, never that a bank said no."""
    visibility_per_timeout: int = 6
    """AWS: a queue's visibility is at least six times its consumer's timeout."""
    sweep_every: int = 60
    sweeper_timeout: int = 55
    """Ends before the next minute's sweep begins."""
    notifier_timeout: int = 30
    email_event_timeout: int = 30
    """A sixth of the pause after which an event comes again that overtook the notifier's write."""
    operator_timeout: int = 30
    """Two calls to the PSP and the write after them, though the gateway has answered long ago."""
    reconcile_every: int = _DAY
    reconciled: int = 3 * _DAY
    """How far back the books are compared."""
    reconciler_timeout: int = 900
    """Lambda's longest: what is not compared by then is said; the next day's run begins anew."""
    reconciler_stops: int = 30
    """Left when the reconciler begins with nothing more."""
    proposal_stands: int = 3 * _DAY
    """How long what one person proposed may be confirmed by another: over a weekend."""
    review_waits: int = _DAY
    """How long a payment may wait for a person until somebody is told once more: so long that
    whoever was told of it at first has had a working day."""
    review_again: int = _HOUR
    """From one look at such a payment to the next."""
    expire_every: int = _HOUR
    expiry_timeout: int = 900
    """What is not erased by then is met by the next run."""
    expiry_stops: int = 30
    """Left when a run begins with no further payment."""
    sign_ledger_timeout: int = 900
    """Lambda's longest: a day that is not read by then is said, and begun anew."""
    sign_ledger_stops: int = 60
    """Left when a run reads no further payment, for writing what it is at."""
    gateway_waits: float = 1.9
    """Makes "the gateway answers within two seconds" true by construction."""
    api_function_timeout: int = 10
    """Longer than the gateway waits: a write that has begun is finished, not cut."""
    accepting_connect: float = 0.5
    accepting_read: float = 0.5
    """For one try of a call to AWS while a merchant waits; the SDK draws its pause before a second
    try, and it is not counted."""
    signature_age: int = 300
    """Of a request's signature: how long one that was seen by others may be sent again."""
    signature_ahead: int = 60
    """How far a client's clock may be before ours."""
    mailing_connect: int = 2
    mailing_read: int = 5
    """For one mail's hand-over, which is never repeated at once."""


FIXED: Final = FixedTimes()
