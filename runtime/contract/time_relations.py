"""How times stand to each other: one table, checked when a stack is deployed and when it runs.

A row names two times, the first at most as long as the second, and what would happen otherwise.
`broken_times.py` says which rows some times break. `docs/times.md` is made from the table.
"""

from typing import TYPE_CHECKING, Final, NamedTuple

from runtime.contract import named_times as n
from runtime.contract.fixed_times import FIXED, FixedTimes

if TYPE_CHECKING:
    from runtime.contract.timing import Times


class Relation(NamedTuple):
    """`shorter` is at most `longer`."""

    shorter: n.Time
    longer: n.Time
    otherwise: str
    """What would happen, as the end of a sentence."""
    source: str
    """Where that can be seen."""

    def holds(self, times: "Times", fixed: FixedTimes = FIXED) -> bool:
        """Whether it does; nobody means anything finer than a thousandth of a second."""
        return round(self.shorter.seconds(times, fixed) - self.longer.seconds(times, fixed), 3) <= 0


RELATIONS: Final = (
    Relation(
        n.LONGEST_STEP,
        n.TIMEOUT,
        "a look-up, a cancel and the read after it never fit into one run: a payment that has to "
        "fail ends in front of a person, and where one call does not fit, none is ever charged",
        "`may_call` in runtime/use_cases/process_payment_ports.py",
    ),
    Relation(
        n.TIMEOUT,
        n.LEASE,
        "an attempt is taken from its owner while its call may still be under way",
        "`claim` in runtime/domain/transitions.py",
    ),
    Relation(
        n.LEASE,
        n.LONGEST_HOLD,
        "a worker that died keeps its payment, and the circuit that it probed, for longer than "
        "anything else waits",
        "`probing` in runtime/domain/circuit.py",
    ),
    Relation(
        n.LONGEST_BACK_OFF,
        n.LONGEST_WAIT,
        "the wait is cut, and payments that failed together come again together",
        "`back_off` in runtime/use_cases/process_payment_ports.py",
    ),
    Relation(
        n.LONGEST_POLLING,
        n.LONGEST_WAIT,
        "its message comes before its time, and only the sweeper goes on",
        "`schedule` in runtime/use_cases/scheduling.py",
    ),
    Relation(
        n.LONGEST_OPEN,
        n.LONGEST_WAIT,
        "the wait is cut, and all payments ask at the moment at which the circuit may be probed",
        "`pause` in runtime/use_cases/circuit_breaker.py",
    ),
    Relation(
        n.LONGEST_WAIT,
        n.LONGEST_DELAY,
        "the queue refuses each message that waits so long",
        "SQS, “SendMessage”, DelaySeconds",
    ),
    Relation(
        n.A_SECOND,
        n.SHORTEST_BACK_OFF,
        "attempts follow each other without a pause, and are used up at once",
        "`back_off` in runtime/use_cases/process_payment_ports.py",
    ),
    Relation(
        n.A_SECOND,
        n.SHORTEST_POLLING,
        "the provider is asked again and again without a pause",
        "`poll_step` in runtime/domain/polling.py",
    ),
    Relation(
        n.A_SECOND,
        n.SHORTEST_OPEN,
        "a circuit that opens may be probed at once, and a failing provider is never left alone",
        "`opened` in runtime/domain/circuit.py",
    ),
    Relation(
        n.A_SECOND,
        n.SWEEP_STEP,
        "each sweep sends each waiting message again, for ever",
        "`_again` in runtime/use_cases/sweep_payments.py",
    ),
    Relation(
        n.SWEEP_STEP,
        n.LONGEST_SWEEP,
        "the sweeps' waits never grow, and are not as long as they are set",
        "`_again` in runtime/use_cases/sweep_payments.py",
    ),
    Relation(
        n.FIRST_CALL,
        n.FIRST_SWEEP,
        "a payment is sent again while its first call is under way, and done twice",
        "docs/decisions/2026-11-22-planned-waits-leave-a-margin.md",
    ),
    Relation(
        n.ALL_ATTEMPTS,
        n.CHARGE_WINDOW,
        "the window closes before the attempts are made that a payment has",
        "`_processing` in runtime/use_cases/process_payment.py",
    ),
    Relation(
        n.ONE_WAIT,
        n.CHARGE_WINDOW,
        "a payment that waits once is too late to be charged",
        "`_queued` in runtime/use_cases/process_payment.py",
    ),
    Relation(
        n.LOST_MESSAGE,
        n.CHARGE_WINDOW,
        "a payment whose message is lost is found when it is too late to be charged",
        "`accept_payment` in runtime/use_cases/accept_payment.py",
    ),
    Relation(
        n.LAST_SWEEP,
        n.CHARGE_WINDOW,
        "after an outage a payment is found when it is too late to be charged",
        "`_again` in runtime/use_cases/sweep_payments.py",
    ),
    Relation(
        n.LAST_CHARGE,
        n.KEY_LIFE,
        "a call is repeated under a key that the provider has forgotten, and is done again",
        "Stripe, “Idempotent requests”: a key may be removed once it is 24 hours old",
    ),
    Relation(
        n.CHARGE_WINDOW,
        n.GIVE_UP,
        "a payment that could still be charged by itself is given to a person",
        "`_undecided` in runtime/use_cases/apply_psp_record.py",
    ),
    Relation(
        n.GIVE_UP,
        n.LAST_LOOK,
        "a mail that can't be sent is tried without end, and each try writes to the ledger",
        "`_later` in runtime/use_cases/notify_customer.py",
    ),
    Relation(
        n.WHOLE_HISTORY,
        n.COMPARED,
        "a payment may end after the last night that compares it",
        "`WINDOW` in runtime/use_cases/reconcile_payments.py",
    ),
    Relation(
        n.LAST_CALL,
        n.RECONCILER_STOPS,
        "the nightly run is cut in the middle of a call, and nobody hears what it did not compare",
        "`TIME_TO_STOP` in runtime/use_cases/reconcile_payments.py",
    ),
    Relation(
        n.OPERATOR_STEP,
        n.OPERATOR,
        "what a person resolves is canceled at the provider and not written",
        "`resolve_review` in runtime/use_cases/resolve_review.py",
    ),
    Relation(
        n.NOTIFIER,
        n.MAIL_LEASE,
        "a mail is sent a second time while the first is still being sent",
        "`_send` in runtime/use_cases/notify_customer.py",
    ),
    Relation(
        n.ONE_MAIL,
        n.NOTIFIER,
        "a mail that was sent is not written down, and is sent again",
        "`MAILING` in runtime/aws_clients.py",
    ),
    Relation(
        n.MAIL_UNDER_WAY,
        n.EMAIL_EVENT,
        "an event that overtook the notifier becomes a dead letter before its mail is written down",
        "`_under_way` in runtime/use_cases/receive_email_event.py",
    ),
    Relation(
        n.RECEIVES,
        n.RETENTION,
        "a message that nobody can handle is forgotten before it is a dead letter",
        "SQS, “Using dead-letter queues”, maxReceiveCount",
    ),
    Relation(
        n.RETENTION,
        n.DEAD_RETENTION,
        "a message is forgotten as soon as it is a dead letter: its age counts from its first day",
        "SQS, “Setting-up dead-letter queue retention”",
    ),
    Relation(n.SWEEPER, n.SWEEP_EVERY, "the next sweep is not let in", "components/sweeper.py"),
    Relation(
        n.LOST_AND_NEXT,
        n.GATEWAY,
        "one lost answer of KMS, which opens an encrypted body before the payment is written, is a "
        "504 of a payment that could be accepted; and a service that does not answer is never said "
        "to be away",
        "`ACCEPTING` in runtime/aws_clients.py, `open` in runtime/adapters/jwe_messages.py",
    ),
    Relation(
        n.GATEWAY,
        n.API_FUNCTION,
        "a write that has begun is cut while a merchant waits for it",
        "components/parts/gateway_function.py",
    ),
)
"""The first time of each is at most the second."""
