"""The safeguards of messages and mails, each taken away."""

from typing import Final

from simulator.mutant import Mutant

TELL, NOTIFY = "runtime/use_cases/scheduling.py", "runtime/use_cases/notify_customer.py"

TELLING_MUTANTS: Final = (
    Mutant(
        "the sweeper",
        "runtime/use_cases/sweep_payments.py",
        (("    for shard in range(OPEN_SHARDS):", "    for shard in range(0):"),),
    ),
    Mutant(
        "a message that can't be read is never acknowledged",
        "runtime/invocation/batch.py",
        (
            (
                "            metrics.count(Metric.MESSAGE_UNREADABLE)\n",
                "            return True\n",
            ),
        ),
    ),
    Mutant(
        "the claim before the mail",
        NOTIFY,
        (
            (
                "    if not commit_or_lose(claim, ports.ledger):\n        return\n    try:\n",
                "    try:\n",
            ),
            (
                "        message_id = ports.mailer.send(mail)\n",
                """        message_id = ports.mailer.send(mail)
        if not commit_or_lose(claim, ports.ledger):
            return
""",
            ),
        ),
    ),
    Mutant(
        "a planned wait is a new message",
        TELL,
        (
            (
                "    planned, now = _planned(payment, ports.timing), ports.clock.now()\n",
                '    raise UnavailableError("wait")\n',
            ),
        ),
    ),
    Mutant(
        "copies that wait for one lease plan one look",
        TELL,
        (("    if planned is not None and planned >= until:\n", "    if planned == 0:\n"),),
    ),
    Mutant(
        "who loses the race for a date sends nothing",
        TELL,
        (
            (
                "    if ports.ledger.defer(payment, until + ports.timing.first_sweep, sweeps=0):\n",
                """    ports.ledger.defer(payment, until + ports.timing.first_sweep, sweeps=0)
    if now:
""",
            ),
        ),
    ),
    Mutant(
        "a message of a failed payment begets none without a date",
        "runtime/use_cases/recheck_failed_payment.py",
        (
            (
                (
                    "            schedule("
                    "payment, now + poll_step(passed, ports.timing), ports.queue, ports)\n"
                ),
                "            enqueue(ports.queue, payment.payment_id, ports.metrics, 5)\n",
            ),
        ),
    ),
    Mutant(
        "a repeated message plans no second look",
        "runtime/use_cases/process_payment_ports.py",
        (("    if not is_scheduled(payment, now, ports.timing):\n", "    if now:\n"),),
    ),
    Mutant(
        "a repeated message asks for no mail before its time",
        NOTIFY,
        (("        if is_scheduled(payment, now, ports.timing):\n", "        if now < 0:\n"),),
    ),
    Mutant(
        "a paused account is no word about an address",
        NOTIFY,
        (
            (
                "refusal=refusal.meaning)\n        _later(claim.after, ports)\n",
                """refusal=refusal.meaning)
        _undeliverable(claim.after, Reason.REJECTED, ports)
""",
            ),
        ),
    ),
    Mutant(
        "a paused account rings",
        NOTIFY,
        (("Metric.MAIL_ACCOUNT_REFUSED", "Metric.EMAIL_EVENT_HARMLESS"),),
    ),
)
