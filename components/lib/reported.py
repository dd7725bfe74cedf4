"""What the functions report when a person should look."""

_PROCESSING = [
    "MessageUnreadable",
    "PaidAfterFailed",
    "PspCircuitOpened",
    "PspCircuitUnreadable",
    "PspCircuitWaited",
    "PspMisconfigured",
    "PspRejected",
    "RequiresReview",
    "SendAfterCommitFailed",
    "UnknownPayment",
]
REPORTED = {
    "accept_payment": ["SendAfterCommitFailed"],
    "receive_webhook": ["WebhookSignatureInvalid"],
    "process_payment": _PROCESSING,
    "process_dead_letter": [*_PROCESSING, "DeadLetter", "DeadLetterLeft", "DeadLetterStuck"],
    "notify_customer": [
        "MailUndeliverable",
        "MessageUnreadable",
        "SendAfterCommitFailed",
        "UnknownPayment",
    ],
    "receive_email_event": ["MailUndeliverable", "MessageUnreadable", "UnknownPayment"],
    "operate_payments": ["SendAfterCommitFailed"],
    "sweep_payments": ["SendAfterCommitFailed"],
    "reconcile_payments": [
        "ReconciliationDifference",
        "ReconciliationIncomplete",
        "SendAfterCommitFailed",
    ],
}
"""Handler → the metrics it writes when a person should look."""
