"""The safeguards of telling merchants at their endpoints, each taken away."""

from typing import Final

from simulator.mutant import Mutant

DELIVER, SWEEP = "runtime/use_cases/deliver_events.py", "runtime/use_cases/sweep_events.py"
DELIVERY, EVENTS = "runtime/domain/delivery.py", "runtime/domain/events.py"
LEDGER = "runtime/use_cases/telling_ledger.py"
CONTACT = "runtime/use_cases/tell_contact.py"

DELIVERY_MUTANTS: Final = (
    Mutant(
        "each entry of a change is due that tells something",
        EVENTS,
        (("for entry in change.entries if (kind", "for entry in change.entries[-1:] if (kind"),),
    ),
    Mutant(
        "nothing is due where there is no endpoint",
        EVENTS,
        (("    if not after.tells_merchant:\n", "    if not after:\n"),),
    ),
    Mutant(
        "whoever ends a payment wakes its merchant's lane",
        LEDGER,
        (
            (
                "        if change.after.status in _ENDS:\n",
                "        if not change.entries:\n",
            ),
        ),
    ),
    Mutant(
        "an event is given up after ten attempts only",
        DELIVERY,
        (("    if attempts > len(steps):\n", "    if attempts >= len(steps):\n"),),
    ),
    Mutant(
        "an event waits longer with each failure",
        DELIVERY,
        (("steps[attempts - 1] *", "steps[0] *"),),
    ),
    Mutant(
        "a paused endpoint is tried without using attempts",
        DELIVERY,
        (("    if paused:\n", "    if paused and now < 0:\n"),),
    ),
    Mutant(
        "a paused endpoint is tried with one event after another",
        DELIVERY,
        (("now + LONGEST_REST\n        return", "due.due_at\n        return"),),
    ),
    Mutant(
        "five failures rest an endpoint",
        DELIVERY,
        (
            (
                "        return self.failures >= STREAK or",
                "        return self.failures > STREAK or",
            ),
        ),
    ),
    Mutant(
        "an endpoint rests longer with each failure",
        DELIVERY,
        (("REST * 2**before.rests", "REST"),),
    ),
    Mutant(
        "an endpoint that is gone is paused",
        DELIVERY,
        (("(gone or now - since >= PAUSED_AFTER)", "now - since >= PAUSED_AFTER"),),
    ),
    Mutant(
        "an endpoint that fails for a day is paused",
        DELIVERY,
        (("(gone or now - since >= PAUSED_AFTER)", "gone"),),
    ),
    Mutant(
        "an endpoint that takes an event is well",
        DELIVERY,
        (
            (
                "    if any(answer.taken for answer in answers):\n        return WELL\n",
                "    if any(answer.taken for answer in answers):\n        return before\n",
            ),
        ),
    ),
    Mutant(
        "a redirect takes nothing",
        "runtime/domain/webhook_ports.py",
        (("self.status // 100 == 2", "self.status // 100 in {2, 3}"),),
    ),
    Mutant(
        "an endpoint that rests is left alone",
        DELIVER,
        (("while health.rest_until <= ports.clock.now() and", "while"),),
    ),
    Mutant(
        "an endpoint that failed is tried with one event",
        DELIVER,
        (("1 if health.probed else TOGETHER", "TOGETHER"),),
    ),
    Mutant(
        "how an endpoint answered is kept",
        DELIVER,
        (("        health = _keep_health(lane.merchant, health, sent, ports)\n", ""),),
    ),
    Mutant(
        "what the other lane learned is not written over",
        DELIVER,
        (("    known = ports.events.health(merchant)\n", "    known = before\n"),),
    ),
    Mutant(
        "our own failure bars no lane",
        DELIVER,
        (
            (
                "        done.append(Sent(None, failure=error))\n",
                "        raise LookupError from error\n",
            ),
        ),
    ),
    Mutant(
        "an event that the ledger lacks bars no lane",
        DELIVER,
        (("(PaymentMissingError, UnreadableRowError)", "UnreadableRowError"),),
    ),
    Mutant(
        "an event that is given up rings",
        DELIVER,
        (
            (
                "ports.metrics.count(Metric.EVENT_GIVEN_UP, event=due.event_id, answer=told",
                "ports.metrics.count(Metric.EVENT_LATE, event=due.event_id, answer=told",
            ),
        ),
    ),
    Mutant(
        "both secrets sign while one replaces the other",
        DELIVER,
        (("webhook.secret_ids, event.id", "webhook.secret_ids[:1], event.id"),),
    ),
    Mutant(
        "the sweep looks into each lane",
        SWEEP,
        (("range(LANES)", "range(1)"),),
    ),
    Mutant(
        "the sweep leaves an endpoint alone that rests",
        SWEEP,
        (("    if health.rest_until > now:\n", "    if health.rest_until < 0:\n"),),
    ),
    Mutant(
        "an endpoint that is paused rings",
        SWEEP,
        (
            (
                "        ports.metrics.count(Metric.WEBHOOK_PAUSED, merchant=merchant)\n",
                "        pass\n",
            ),
        ),
    ),
    Mutant(
        "the contact of an endpoint that is paused is told",
        SWEEP,
        (("        tell_contact(merchant, webhook, health, told)\n", ""),),
    ),
    Mutant(
        "a contact is told once of a pause",
        CONTACT,
        (("    if known.paused_at == health.paused_at:\n", "    if known.paused_at is None:\n"),),
    ),
    Mutant(
        "that a contact was told is not written over what a lane learned",
        CONTACT,
        (("    known = ports.events.health(merchant)\n", "    known = health\n"),),
    ),
    Mutant(
        "a secret of more than a year rings",
        SWEEP,
        (("> SECRET_AGE:", "> 2 * SECRET_AGE:"),),
    ),
    Mutant(
        "events that nobody sends ring",
        SWEEP,
        (
            (
                "            ports.metrics.count(Metric.EVENT_LATE, merchant=merchant)\n",
                "            pass\n",
            ),
        ),
    ),
    Mutant(
        "events that wait for an endpoint to be well don't ring",
        SWEEP,
        (("if not health.probed and now", "if now"),),
    ),
)
