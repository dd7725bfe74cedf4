"""The safeguards of the webhook and of the nightly comparison, each taken away."""

from typing import Final

from simulator.mutant import Mutant

EVENT, RECONCILE = "runtime/use_cases/receive_webhook.py", "runtime/use_cases/reconcile_payments.py"

SWEEP = "runtime/use_cases/sweep_payments.py"

AROUND_MUTANTS: Final = (
    Mutant(
        "an event that nobody signed wakes nobody",
        EVENT,
        (
            (
                "        raise\n",
                """        import json
        event = WebhookEvent("", "", json.loads(raw)[1])
""",
            ),
        ),
    ),
    Mutant(
        "an event is answered once its message is sent",
        EVENT,
        (
            (
                "    ports.queue.send(payment_id)\n    # Afterwards",
                """    from runtime.use_cases.scheduling import enqueue
    enqueue(ports.queue, payment_id, ports.metrics)
    # Afterwards""",
            ),
        ),
    ),
    Mutant(
        "an event about an object that is not ours sends no message",
        EVENT,
        (
            (
                '    if PAYMENT_ID.fullmatch(event.payment_id or ""):\n',
                "    if event.payment_id is not None:\n",
            ),
        ),
    ),
    Mutant(
        "an event that was passed on wakes nobody again",
        EVENT,
        ((" or ports.heard.was(event, version):\n", ":\n"),),
    ),
    Mutant(
        "an event that was not passed on is no old one",
        EVENT,
        (
            (
                "    ports.queue.send(payment_id)\n    # Afterwards",
                """    ports.heard.note(event, version)
    ports.queue.send(payment_id)
    # Afterwards""",
            ),
        ),
    ),
    Mutant(
        "of a failed payment, that it was paid is news",
        EVENT,
        (("{PspState.DECLINED, PspState.CANCELED}", "set(PspState)"),),
    ),
    Mutant(
        "the night tells of a failure that was paid",
        RECONCILE,
        (("        enqueue(ports.queue, payment.payment_id, ports.metrics)\n", ""),),
    ),
    Mutant(
        "the night asks before it accuses, for the list lags",
        RECONCILE,
        (
            (
                "    psp_record = ports.psp.lookup(ref)\n",
                """    yield _counted(Finding(Difference.NOT_PAID, payment.payment_id, ref), ports)
    psp_record = ports.psp.lookup(ref)
""",
            ),
        ),
    ),
    Mutant(
        "a list that broke off is no agreement",
        RECONCILE,
        (
            (
                """        if isinstance(answer, Outcome):
            yield _counted(Finding(Difference.UNREAD, None, None), ports)
            continue
""",
                """        if isinstance(answer, Outcome):
            break
""",
            ),
        ),
    ),
    Mutant(
        "the sweeper looks into the first shard",
        SWEEP,
        (("range(OPEN_SHARDS)", "range(1, OPEN_SHARDS)"),),
    ),
    Mutant(
        "the sweeper looks into the last shard",
        SWEEP,
        (("range(OPEN_SHARDS)", "range(OPEN_SHARDS - 1)"),),
    ),
    Mutant(
        "the sweeper looks into each shard between",
        SWEEP,
        (("range(OPEN_SHARDS)", "(*range(7), *range(8, OPEN_SHARDS))"),),
    ),
)
