"""The safeguards around what the mail service says, each taken away."""

from typing import Final

from simulator.mutant import Mutant

RECEIVE = "runtime/use_cases/receive_email_event.py"

EMAIL_EVENT_MUTANTS: Final = (
    Mutant(
        "an event that overtakes the notifier comes again",
        RECEIVE,
        (("    if _under_way(payment, event):\n        raise MailUnderWayError\n", ""),),
    ),
    Mutant(
        "an event tells of the mail that it names, not of its repeat",
        RECEIVE,
        (("        event.message_id,\n    )", "        record.message_id,\n    )"),),
    ),
    Mutant(
        "an event that comes twice changes nothing more",
        RECEIVE,
        (
            (
                "    return record.status is MailStatus.SENT and (",
                "    return record.status is not MailStatus.DUE and (",
            ),
        ),
    ),
    Mutant(
        "a template that can't be filled is no word about an address",
        RECEIVE,
        (("reason in OURS and ", "reason is None and "),),
    ),
    Mutant(
        "a mail that broke for a reason of ours rings",
        RECEIVE,
        (("Metric.MAIL_ACCOUNT_REFUSED", "Metric.EMAIL_EVENT_HARMLESS"),),
    ),
    Mutant(
        "no mail is undeliverable without an alarm",
        RECEIVE,
        (("Metric.MAIL_UNDELIVERABLE", "Metric.EMAIL_EVENT_HARMLESS"),),
    ),
)
