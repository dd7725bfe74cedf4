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
    "receive_payment": ["SendAfterCommitFailed"],
    "receive_event": ["EventSignatureInvalid"],
    "process_payments": _PROCESSING,
    "settle_dead_letters": [*_PROCESSING, "DeadLetter", "DeadLetterLeft", "DeadLetterStuck"],
    "notify_customer": [
        "MailUndeliverable",
        "MessageUnreadable",
        "SendAfterCommitFailed",
        "UnknownPayment",
    ],
    "receive_feedback": ["MailUndeliverable", "MessageUnreadable", "UnknownPayment"],
    "operate_payments": ["SendAfterCommitFailed"],
    "sweep_payments": ["SendAfterCommitFailed"],
    "reconcile_payments": [
        "ReconciliationDifference",
        "ReconciliationIncomplete",
        "SendAfterCommitFailed",
    ],
}
"""Handler → the metrics it writes when a person should look."""
