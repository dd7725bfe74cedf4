"""The faults that threaten the promises, and why some are not played on the emulator.

What happens then is told by the tests themselves: each fault is the mark of at least one test
(`@pytest.mark.fault("F16")`), and exactly one of them says what comes of it (`sees`, `does`,
`person`).
"""

from typing import Final

FAULTS: Final = {
    "Accept": {
        "F1": "The acceptor dies between the ledger and the queue",
        "F2": "The message was sent, the reply lost, and the client repeats itself",
        "F4": "The same key comes with another body",
        "F5": "The same key comes twenty times in parallel",
        "F6": "The same key comes from two merchants",
        "F7": "The client gives up and the request is finished all the same",
        "F9": "The function is throttled",
        "F12": "The authorizer is away",
        "F13": "An amount is a float, an exponent, huge or negative zero",
        "F15": "A message has another schema",
    },
    "Queue": {
        "F16": "A message is delivered twice, one after the other",
        "F17": "A message is delivered twice at the same time",
        "F18": "A message is visible again while it is still worked on",
        "F19": "A message that nobody can read stands in a batch",
        "F20": "The function dies in the middle of a batch",
        "F22": "The answer for a batch is malformed",
        "F23": "The PSP is away while batches are answered in part",
        "F24": "Throttled deliveries use up receives",
        "F25": "The queue is purged, or a message outlives its retention",
        "F27": "What takes care of dead letters fails itself",
        "F28": "A dead letter is redriven a week later",
        "F29": "A million messages wait after an outage",
    },
    "Process": {
        "F33": "The worker is killed after the charge and before its write",
        "F34": "The PSP answers 500 after charging",
        "F35": "The PSP's read lags",
        "F36": "The PSP forgot the idempotency key",
        "F37": "The PSP charged another amount or currency",
        "F38": "The PSP limits the rate",
        "F39": "A decline is delivered twice",
        "F41": "Clocks differ by five minutes",
        "F42": "Settling races with a sweep and an event",
        "F43": "Two workers are at attempt four",
        "F44": "The ledger refuses after the charge",
        "F45": "The commit was done and its reply lost",
        "F46": "A confirm lands after the read said `not charged`",
        "F47": "A lease runs out while its owner waits for the PSP",
        "F48": "A payment waited longer than its charging window",
        "F50": "The PSP's key is rotated in the middle of a batch",
        "F52": "The PSP can't be reached",
        "F73": "The PSP keeps a failure under the key that asked for the object",
    },
    "Tell": {
        "F60": "The notifier is killed after SES accepted and before it is marked",
        "F61": "The notifier is killed after the claim and before SES",
        "F67": "SES throttles",
        "F68": "SES is in its sandbox, paused or out of quota",
        "F69": "A mail bounces, is complained about or suppressed",
        "F70": "A field that reaches the mail holds a line break or HTML",
    },
    "Around": {
        "F53": "A KMS key is disabled or throttled",
        "F54": "Somebody changes or deletes an entry",
        "F58": "The sweeper runs twice, overlaps, dies in the middle",
        "F59": "The sweeper never runs",
        "F71": "An alarm can't fire",
        "F72": "Everything that runs is killed at once, and what was written stays",
    },
}
"""Stage → number → what happens."""

NUMBERS: Final = tuple(number for stage in FAULTS.values() for number in stage)

SIMULATED = "The order of events decides: the simulator plays every order, the emulator only one."
PSP_LIES = (
    "The emulator has no part in it: the conformance suite asks a PSP that does it, over HTTP."
)

REASONS: Final = {
    "F9": "The emulator's gateway answers 429 by itself, AWS 500 (pinned in tests/fidelity).",
    "F12": "The emulator's authorizer can't be away; a static test holds that no route lacks one.",
    "F15": "There is one schema so far; what another version does is decided by the decoder alone.",
    "F18": SIMULATED,
    "F22": "The emulator deletes what AWS repeats (pinned in tests/fidelity); the answer is typed.",
    "F27": "It runs on the emulator (tests/journey); its own failure is played on fakes.",
    "F28": "A week can't pass on the emulator; the domain's clock can.",
    "F29": "A million messages don't fit one machine; the sweeper asks only for their number.",
    "F34": PSP_LIES,
    "F35": PSP_LIES,
    "F36": PSP_LIES,
    "F37": PSP_LIES,
    "F38": PSP_LIES,
    "F41": "One machine has one clock; in the simulator each worker has its own.",
    "F42": SIMULATED,
    "F43": SIMULATED,
    "F46": PSP_LIES,
    "F47": SIMULATED,
    "F48": "Twenty hours can't pass on the emulator; the domain's clock can.",
    "F50": "The adapter alone re-reads the key; its test rotates it at a PSP over HTTP.",
    "F54": "No role of ours may try it; tests/fidelity asks the table's policy, the audit is pure.",
    "F58": SIMULATED,
    "F59": "The emulator publishes no EventBridge metrics; a static test holds the alarm.",
    "F70": "The mailer's own escaping is what is tested; SES fills in whatever it is given.",
    "F71": "The emulator asks no service principal; static tests hold who may publish.",
}
"""Why no test on the emulator plays it."""
